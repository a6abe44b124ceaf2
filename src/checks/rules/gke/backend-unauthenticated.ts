import { annotationOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind, ROUTE_KINDS, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { findPort, portsOf, type ServicePort } from '../../../manifests/graph/services';
import { isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { isRunBy } from '../_applicable-gateways';
import { describeGateway, judgeVendor } from '../_vendor-capability';

const APP_PROTOCOLS = 'cloud.google.com/app-protocols';

/** TLS to a backend whose certificate nobody looks at. */
export const backendUnauthenticated: Rule<CheckContext> = {
  id: 'gke/backend-unauthenticated',
  severity: 'warning',
  title: 'A GKE Gateway speaks TLS to a Service that no BackendTLSPolicy authenticates',
  why:
    'The application protocol of the port makes the load balancer encrypt, but without backend authentication it accepts any ' +
    'certificate, self-signed and expired ones too.',
  fix: 'Add a BackendTLSPolicy for the Service.',
  check(context) {
    const backends = gkeBackends(context);
    if (backends.length === 0) {
      return notApplicable('no route of a GKE Gateway leads to a port with HTTPS as its protocol');
    }
    return judgeVendor(context.questions, 'gke', 'btp.apiVersion', ({ gateway, value }) =>
      resultOf(
        backends
          .filter(({ reference, port }) => !isAuthenticated(reference, port, context))
          .map((backend) => finding(backend, describeGateway(gateway), value)),
      ),
    );
  },
};

/** A place in a route that leads to a port on which the load balancer speaks TLS. */
interface TlsBackend {
  readonly reference: Reference;
  readonly port: ServicePort;
}

function gkeBackends(context: CheckContext): readonly TlsBackend[] {
  const { graph, index } = context;
  const routes = ROUTE_KINDS.flatMap(({ group, kind }) => index.ofKind(group, kind)).filter((route) =>
    graph.routes.parentsOf(route).some(({ gateway }) => gateway !== undefined && isRunBy(context, gateway, 'gke')),
  );
  return routes
    .flatMap((route) => graph.references.of(route))
    .filter(({ purpose, to }) => purpose === 'backend' && isOfKind(to, SERVICE))
    .flatMap((reference) => {
      const service = graph.index.find(reference.to);
      const port = service && reference.port !== undefined ? findPort(portsOf(service), reference.port) : undefined;
      return service !== undefined && port !== undefined && speaksTls(service, port) ? [{ reference, port }] : [];
    });
}

function speaksTls(service: Manifest, { name, appProtocol }: ServicePort): boolean {
  if (appProtocol !== undefined) {
    return ['https', 'http2'].includes(appProtocol.toLowerCase());
  }
  const protocols = jsonOf(annotationOf(service, APP_PROTOCOLS));
  const protocol = isJsonObject(protocols) && name !== undefined ? protocols[name] : undefined;
  return protocol === 'HTTPS' || protocol === 'HTTP2';
}

/** The annotation holds JSON; one that does not says nothing. */
function jsonOf(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function isAuthenticated({ to }: Reference, port: ServicePort, { graph }: CheckContext): boolean {
  return graph.policies
    .on(to)
    .filter(({ policy }) => isOfKind(referenceTo(policy), BACKEND_TLS_POLICY))
    .some(({ sectionName }) => sectionName === undefined || sectionName === port.name);
}

function finding({ reference, port }: TlsBackend, gateway: string, version: string): RuleFinding {
  const service = formatReference(reference.to);
  return {
    manifest: reference.from,
    path: reference.path,
    message: `${gateway} speaks TLS to port ${port.number} of ${service} and accepts any certificate there`,
    fix: `add a BackendTLSPolicy (gateway.networking.k8s.io/${version}) for ${service}`,
  };
}
