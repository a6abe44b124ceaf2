import type { HalfFailure } from '../judge-edge';

const ADVICE: Readonly<Record<string, string>> = {
  'certificate-unknown':
    'say what is presented by the annotation upstream-tls.dev/serves on the Certificate or Secret of the backend',
  'trust-unknown':
    'say which roots are accepted by the annotation upstream-tls.dev/verifies-clients-of on the ConfigMap, Secret or Bundle of the backend',
  'anchors-unknown':
    'put the certificate of each CA into the annotation upstream-tls.dev/issues-under of its issuer, as CaRotation does, or add its Secret with tls.crt and without its key',
};

/** How the manifests can tell what they do not tell; undefined for a failure that is certain. */
export function adviceOnUnknown({ acceptance }: HalfFailure): string | undefined {
  return acceptance.verdict === 'unknown' ? ADVICE[acceptance.reason] : undefined;
}
