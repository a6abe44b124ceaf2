/**
 * A remedy from the field: the annotation that is said to make Kong reload a Secret, for `secretAnnotations` of a
 * `CertRotation`. Nothing reads it on a Secret, whatever the version: the finding says so. `CertRotation` with
 * `UpstreamMtls` needs nothing of the kind.
 */
export function kongReloadAnnotation(): Readonly<Record<string, string>> {
  return { 'konghq.com/override': 'true' };
}
