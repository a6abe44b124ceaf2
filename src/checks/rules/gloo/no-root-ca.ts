import { hasKey } from '../../../manifests/graph/data-keys';
import { annotationOf, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { hasMaterial, ROOT_CA, type TlsUpstream, tlsUpstreams } from './_ssl-config';

const SECRET_ANNOTATION = 'gloo.solo.io/sslService.secret';
const CERTIFICATE_ANNOTATION = 'gloo.solo.io/sslService.tlsCert';
const ROOT_ANNOTATION = 'gloo.solo.io/sslService.rootCa';

/** TLS that verifies nothing. */
export const noRootCa: Rule<CheckContext> = {
  id: 'gloo/no-root-ca',
  severity: 'error',
  title: 'An Upstream, or a Service with annotations of Gloo, speaks TLS without authorities',
  why:
    'Gloo then verifies nothing: whoever answers is taken for the backend. The authorities of the system do not step in, and ' +
    'verifySubjectAltName is refused without authorities.',
  fix: 'Add the authorities as ca.crt to the Secret that sslConfig.secretRef names.',
  check({ index, graph }) {
    const upstreams = tlsUpstreams(index);
    const services = index.ofKind(SERVICE.group, SERVICE.kind).filter(speaksTls);
    return upstreams.length + services.length === 0
      ? notApplicable('there is no Upstream with an sslConfig, and no Service with such annotations')
      : resultOf([
          ...upstreams.filter((upstream) => hasMaterial(upstream, ROOT_CA, graph) === 'no').map(unverified),
          ...services.flatMap((service) => unverifiedService(service, graph)),
        ]);
  },
};

function speaksTls(service: Manifest): boolean {
  return [SECRET_ANNOTATION, CERTIFICATE_ANNOTATION].some((name) => annotationOf(service, name) !== undefined);
}

/** An Upstream that Gloo makes of a Service has the settings of its annotations. */
function unverifiedService(service: Manifest, graph: ReferenceGraph): readonly RuleFinding[] {
  const secret = graph.references.of(service).find(({ path }) => path.at(-1) === SECRET_ANNOTATION);
  const found = (name: string, message: string, fix: string): readonly RuleFinding[] => [
    { manifest: service, path: ['metadata', 'annotations', name], message, fix },
  ];
  if (secret !== undefined) {
    return hasKey(graph.keysOf(secret.to), ROOT_CA.secretKey) !== 'no'
      ? []
      : found(
          SECRET_ANNOTATION,
          `${formatReference(secret.to)} has no ${ROOT_CA.secretKey}, so Gloo does not verify the certificate of the backend`,
          `put the authorities under ${ROOT_CA.secretKey} of ${formatReference(secret.to)}`,
        );
  }
  return annotationOf(service, CERTIFICATE_ANNOTATION) === undefined ||
    annotationOf(service, ROOT_ANNOTATION) !== undefined
    ? []
    : found(
        CERTIFICATE_ANNOTATION,
        `there is no ${ROOT_ANNOTATION}, so Gloo does not verify the certificate of the backend`,
        `set ${ROOT_ANNOTATION} to the file with the authorities`,
      );
}

function unverified({ upstream, sslConfig }: TlsUpstream): RuleFinding {
  const hasNames = itemsOf(fieldOf(sslConfig, 'verifySubjectAltName')).length > 0;
  const consequence = hasNames
    ? 'Gloo refuses verifySubjectAltName without them'
    : 'Gloo does not verify the certificate of the backend';
  return {
    manifest: upstream,
    path: ['spec', 'sslConfig'],
    message: `sslConfig leads to no authorities, so ${consequence}`,
    fix: 'set secretRef to a Secret with the authorities under ca.crt, or sslFiles.rootCa to their file',
  };
}
