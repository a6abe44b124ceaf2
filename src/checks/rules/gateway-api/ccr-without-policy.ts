import { formatReference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  type ClientCertificateGateway,
  clientCertificateGateways,
  NO_CLIENT_CERTIFICATE,
  routesOf,
} from './_client-certificates';
import { distinctPorts, hasTls, looksLikeTls, type ServiceBackend, serviceBackendsOf } from './_tls-backends';

/** Services that a fix names before it says "and the others". */
const MAX_NAMED = 5;

/** A client certificate for connections without TLS. */
export const ccrWithoutPolicy: Rule<CheckContext> = {
  id: 'gateway-api/ccr-without-policy',
  severity: 'error',
  title: 'A Gateway has a client certificate, but a backend that it routes to has no TLS settings',
  why:
    'clientCertificateRef says which certificate is presented, not that TLS is spoken: without a BackendTLSPolicy on the Service, ' +
    'or TLS by the kind of a vendor, the backend gets plaintext and no certificate. Backends that are plaintext by the look of ' +
    'their port are let pass, as long as the Gateway has others.',
  fix: 'Write a BackendTLSPolicy for the Service.',
  check(context) {
    const gateways = clientCertificateGateways(context);
    if (gateways.length === 0) {
      return notApplicable(NO_CLIENT_CERTIFICATE);
    }
    const gatewaysWithRoutes = gateways.map((each) => ({ each, routed: routedBy(context, each) }));
    return gatewaysWithRoutes.every(({ routed }) => routed.backends.length === 0)
      ? notApplicable('no Gateway with a clientCertificateRef routes to a port of a Service of the set')
      : resultOf(gatewaysWithRoutes.flatMap(({ each, routed }) => uselessCertificate(context, each, routed)));
  },
};

interface Routed {
  readonly backends: readonly ServiceBackend[];
  /** Whether the Gateway routes to nothing else: neither to other kinds of backend nor to Services outside the set. */
  readonly areAll: boolean;
}

function routedBy(context: CheckContext, { gateway }: ClientCertificateGateway): Routed {
  const routes = routesOf(context, gateway);
  const backends = routes.flatMap((route) => serviceBackendsOf(context, route));
  const references = routes.flatMap((route) =>
    context.graph.references.of(route).filter(({ purpose }) => purpose === 'backend'),
  );
  return { backends: distinctPorts(backends), areAll: references.length === backends.length };
}

function uselessCertificate(
  context: CheckContext,
  { gateway, reference }: ClientCertificateGateway,
  { backends, areAll }: Routed,
): readonly RuleFinding[] {
  const bare = backends.filter((backend) => !hasTls(context, backend));
  const isUnused = areAll && bare.length === backends.length;
  const found = isUnused ? bare : bare.filter(({ port }) => looksLikeTls(port));
  const services = [...new Set(found.map(({ reference: { to } }) => formatReference(to)))];
  const [first] = services;
  if (first === undefined) {
    return [];
  }
  const others = services.length === 1 ? '' : ` and ${services.length - 1} more`;
  return [
    {
      manifest: gateway,
      path: reference.path,
      message: `the Gateway routes to ${first}${others} without a BackendTLSPolicy or TLS settings of a vendor, so it presents no certificate there`,
      fix: `write a BackendTLSPolicy for ${services.slice(0, MAX_NAMED).join(', ')}${services.length > MAX_NAMED ? ' and the others' : ''}`,
    },
  ];
}
