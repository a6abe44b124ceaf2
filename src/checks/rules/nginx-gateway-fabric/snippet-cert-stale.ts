import { parsePattern, textOf, valuesAt } from '../../../manifests/graph/json-fields';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

const SNIPPETS = parsePattern('spec.snippets[]');
const CERTIFICATE_DIRECTIVE =
  /(?:^|[\s;{])((?:proxy|grpc|uwsgi)_ssl_(?:certificate|certificate_key|trusted_certificate))\s/;

/** A certificate that NGINX reads once. */
export const snippetCertStale: Rule<CheckContext> = {
  id: 'nginx-gateway-fabric/snippet-cert-stale',
  severity: 'warning',
  title: 'A snippet names a certificate file, which NGINX Gateway Fabric does not watch',
  why:
    'A file that is mounted into the pod is read when NGINX starts or reloads: a renewed certificate comes into use only when something ' +
    'else makes it reload, and the old one may expire first. Snippets are off by default, too.',
  fix: 'Set spec.tls.backend.clientCertificateRef of the Gateway, which is watched.',
  check({ index, questions }) {
    const places = ['SnippetsFilter', 'SnippetsPolicy']
      .flatMap((kind) => index.ofKind('gateway.nginx.org', kind))
      .flatMap(certificatePlaces);
    if (places.length === 0) {
      return notApplicable('there is no snippet that names a certificate file');
    }
    return judgeVendor(questions, 'nginx-gateway-fabric', 'ccr', ({ gateway, value }) =>
      resultOf(places.map((place) => finding(place, describeGateway(gateway), value === 'honored'))),
    );
  },
};

interface CertificatePlace {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly directive: string;
}

function certificatePlaces(manifest: Manifest): readonly CertificatePlace[] {
  return valuesAt(manifest.body, SNIPPETS).flatMap(({ path, value }) => {
    const directive = CERTIFICATE_DIRECTIVE.exec(textOf(value, 'value') ?? '')?.[1];
    return directive === undefined ? [] : [{ manifest, path: [...path, 'value'], directive }];
  });
}

function finding(
  { manifest, path, directive }: CertificatePlace,
  gateway: string,
  hasClientCertificate: boolean,
): RuleFinding {
  const isClientCertificate = directive.startsWith('proxy_ssl_certificate');
  return {
    manifest,
    path,
    message: `${directive} names a file that ${gateway} does not watch, so a renewed one is not read`,
    fix:
      isClientCertificate && hasClientCertificate
        ? 'set spec.tls.backend.clientCertificateRef of the Gateway instead'
        : 'restart the NGINX pods whenever the file changes',
  };
}
