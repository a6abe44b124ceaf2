import { annotationOf, fieldOf, parsePattern, textOf, valuesAt } from '../../../manifests/graph/json-fields';
import { HTTP_PROXY } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { findPort, portsOf } from '../../../manifests/graph/services';
import { type FieldPath, formatPath, isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const SERVICES = ['spec.routes[].services[]', 'spec.tcpproxy.services[]'].map(parsePattern);

/** `h2` is HTTP/2 over TLS; `h2c` is without. */
const TLS_PROTOCOLS = ['tls', 'h2'];

/** `projectcontour.io/upstream-protocol.tls: "8443,https"` on a Service: these ports speak it. */
const PROTOCOL_ANNOTATION = 'projectcontour.io/upstream-protocol.';

/** TLS that verifies nothing, or by authorities that may not be used. */
export const httpproxyUnverified: Rule<CheckContext> = {
  id: 'contour/httpproxy-unverified',
  severity: 'error',
  title: 'An HTTPProxy speaks TLS to a service without validation, or by authorities that it may not use',
  why:
    'Without validation Contour encrypts but verifies nothing. A caSecret of another namespace counts only if a ' +
    'TLSCertificateDelegation there allows it; otherwise the HTTPProxy is invalid and serves nothing.',
  fix: 'Set validation with caSecret and subjectName, and delegate the Secret to the namespace of the HTTPProxy.',
  check(context) {
    const proxies = context.index
      .ofKind(HTTP_PROXY.group, HTTP_PROXY.kind)
      .map((proxy) => ({ proxy, services: tlsServices(proxy, context) }))
      .filter(({ services }) => services.length > 0);
    return proxies.length === 0
      ? notApplicable('there is no HTTPProxy that speaks TLS to a service')
      : resultOf(
          proxies.flatMap(({ proxy, services }) => [...unverified(proxy, services), ...notDelegated(proxy, context)]),
        );
  },
};

/** A service of an HTTPProxy that is spoken to in TLS. */
interface TlsService {
  readonly path: FieldPath;
  readonly isVerified: boolean;
  /** What makes it TLS, for messages. */
  readonly why: string;
}

function tlsServices(proxy: Manifest, context: CheckContext): readonly TlsService[] {
  return SERVICES.flatMap((pattern) => valuesAt(proxy.body, pattern)).flatMap(({ path, value }) => {
    const isVerified = isJsonObject(fieldOf(value, 'validation'));
    const protocol = textOf(value, 'protocol');
    if (protocol !== undefined) {
      const why = `protocol ${protocol}`;
      return TLS_PROTOCOLS.includes(protocol) ? [{ path: [...path, 'protocol'], isVerified, why }] : [];
    }
    const annotation = tlsAnnotation(proxy, path, context);
    return annotation === undefined ? [] : [{ path, isVerified, why: annotation }];
  });
}

/** The annotation of the Service that makes its port TLS; it counts where the HTTPProxy states no protocol. */
function tlsAnnotation(proxy: Manifest, path: FieldPath, { graph }: CheckContext): string | undefined {
  const backend = graph.references
    .of(proxy)
    .find((reference) => reference.purpose === 'backend' && formatPath(reference.path) === formatPath(path));
  const service = backend && graph.index.find(backend.to);
  if (backend === undefined || service === undefined) {
    return undefined;
  }
  const port = backend.port === undefined ? undefined : findPort(portsOf(service), backend.port);
  const names = port === undefined ? [] : [String(port.number), port.name];
  const name = TLS_PROTOCOLS.map((protocol) => `${PROTOCOL_ANNOTATION}${protocol}`).find((annotation) =>
    (annotationOf(service, annotation) ?? '').split(',').some((text) => names.includes(text.trim())),
  );
  return name === undefined ? undefined : `the annotation ${name} of ${formatReference(backend.to)}`;
}

function unverified(proxy: Manifest, services: readonly TlsService[]): readonly RuleFinding[] {
  return services
    .filter(({ isVerified }) => !isVerified)
    .map(({ path, why }) => ({
      manifest: proxy,
      path,
      message: `${why} without validation: the certificate of the service is not verified`,
      fix: 'add validation with caSecret and subjectName, the name in the certificate of the service',
    }));
}

function notDelegated(proxy: Manifest, context: CheckContext): readonly RuleFinding[] {
  const { graph } = context;
  return graph.references
    .of(proxy)
    .filter((reference) => reference.purpose === 'ca' && graph.grants.permissionOf(reference) === 'missing')
    .map((reference) => delegationFinding(reference, context));
}

/** Where neither the Secret nor a delegation is in the set, both may be in another one. */
function delegationFinding({ from, path, to }: Reference, { graph, closedWorld }: CheckContext): RuleFinding {
  const isSure = closedWorld || graph.resolveObject(to).state !== 'unresolved';
  return {
    manifest: from,
    path,
    message: `${formatReference(to)} is of another namespace, and no TLSCertificateDelegation allows ${from.key.namespace} to use it`,
    fix: `add a TLSCertificateDelegation to namespace ${to.namespace} with secretName ${to.name} and ${from.key.namespace} in targetNamespaces`,
    ...(isSure ? {} : { severity: 'info' }),
  };
}
