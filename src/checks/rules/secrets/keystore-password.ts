import { fieldAt, itemsOf } from '../../../manifests/graph/json-fields';
import { BUNDLE, CERTIFICATE } from '../../../manifests/graph/object-kinds';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { isPlaceholder } from './_token';

const CLUSTER_BUNDLE = { group: 'trust-manager.io', kind: 'ClusterBundle' };
/** trust-manager's own password for trust stores in Java's format, which protects nothing and is no secret. */
const PUBLIC_PASSWORD = 'changeit';

/** Literal passwords of keystores. A trust store holds nothing secret, so its well-known password is left alone. */
export const keystorePassword: Rule<CheckContext> = {
  id: 'secrets/keystore-password',
  severity: 'warning',
  title: 'The password of a keystore stands in a Certificate or a Bundle',
  why:
    'The password protects the private key in the keystore of a Certificate, and it stands in Git beside the object that ' +
    'makes the keystore. A literal password is meant for those that are no secret.',
  fix:
    'Name a Secret in `passwordSecretRef`. A Bundle cannot refer to one: drop the password there, since a trust store holds ' +
    'public certificates only.',
  check({ index }) {
    const certificates = index.ofKind(CERTIFICATE.group, CERTIFICATE.kind);
    const bundles = [BUNDLE, CLUSTER_BUNDLE].flatMap(({ group, kind }) => index.ofKind(group, kind));
    if (certificates.length + bundles.length === 0) {
      return notApplicable('there is no Certificate and no Bundle');
    }
    return resultOf([...certificates.flatMap(certificateFindings), ...bundles.flatMap(bundleFindings)]);
  },
};

function certificateFindings(certificate: Manifest): readonly RuleFinding[] {
  return ['jks', 'pkcs12'].flatMap((format) => {
    const path = ['spec', 'keystores', format, 'password'];
    return isLiteral(fieldAt(certificate.body, ...path))
      ? [finding(certificate, path, 'name a Secret in passwordSecretRef, and replace the password')]
      : [];
  });
}

function bundleFindings(bundle: Manifest): readonly RuleFinding[] {
  const formats = ['jks', 'pkcs12'].map((format) => ['spec', 'target', 'additionalFormats', format, 'password']);
  const found = formats.filter((path) => isSecretLiteral(fieldAt(bundle.body, ...path)));
  return [...found, ...clusterBundlePaths(bundle)].map((path) =>
    finding(bundle, path, 'drop the password, since a trust store holds public certificates only'),
  );
}

function clusterBundlePaths({ body }: Manifest): readonly FieldPath[] {
  return ['configMap', 'secret'].flatMap((kind) => {
    const entries = itemsOf(fieldAt(body, 'spec', 'target', kind, 'data'));
    return entries.flatMap((entry, index) =>
      isSecretLiteral(fieldAt(entry, 'password')) ? [['spec', 'target', kind, 'data', index, 'password']] : [],
    );
  });
}

function isSecretLiteral(value: JsonValue | undefined): boolean {
  return isLiteral(value) && value !== PUBLIC_PASSWORD;
}

function isLiteral(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && !isPlaceholder(value);
}

function finding(manifest: Manifest, path: FieldPath, fix: string): RuleFinding {
  return {
    manifest,
    path,
    message: 'the password of the keystore is written out, readable to whoever reads the manifest',
    fix,
  };
}
