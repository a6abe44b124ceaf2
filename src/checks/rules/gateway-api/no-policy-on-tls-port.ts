import { gatewayNamed } from '../../../gateways/registry';
import { GATEWAY_API } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';
import {
  describePort,
  distinctPorts,
  hasTls,
  looksLikeTls,
  type ServiceBackend,
  serviceBackendsOf,
} from './_tls-backends';

/** Routes by which the gateway itself opens the connection. By TLSRoute and TCPRoute the client's own TLS may pass. */
const JUDGED_ROUTES = ['HTTPRoute', 'GRPCRoute'];

/** A backend that waits for TLS and gets plaintext. */
export const noPolicyOnTlsPort: Rule<CheckContext> = {
  id: 'gateway-api/no-policy-on-tls-port',
  severity: 'warning',
  title: 'A route leads to a port that looks like TLS, and nothing tells the gateway to speak TLS to it',
  why:
    'A gateway speaks plaintext to backends unless a BackendTLSPolicy or its own kind says otherwise; the name or number of a ' +
    'port says nothing. Either the backend refuses every request, or it takes both and the hop is in the clear.',
  fix: 'Write a BackendTLSPolicy for the Service, or rename the port if it is plaintext.',
  check(context) {
    const backends = JUDGED_ROUTES.flatMap((kind) => context.index.ofKind(GATEWAY_API, kind))
      .filter((route) => isAttached(context, route))
      .flatMap((route) => serviceBackendsOf(context, route));
    if (backends.length === 0) {
      return notApplicable('no HTTPRoute or GRPCRoute of a Gateway leads to a port of a Service of the set');
    }
    // However many routes lead to a port, it has one gap.
    const ports = distinctPorts(backends.filter(({ port }) => looksLikeTls(port)));
    return resultOf(
      ports.filter((backend) => !hasTls(context, backend) && isPlaintext(context, backend)).map(findingFor),
    );
  },
};

/** Routes of a mesh are the mesh's business. */
function isAttached({ graph }: CheckContext, route: Manifest): boolean {
  return graph.routes.parentsOf(route).some(({ gateway }) => gateway !== undefined);
}

function isPlaintext(context: CheckContext, { reference, port }: ServiceBackend): boolean {
  const gateways = gatewaysFor(context, reference.to, port);
  return gateways.length === 0 || gateways.some(({ name }) => gatewayNamed(name)?.choosesTls === undefined);
}

function findingFor({ reference, port }: ServiceBackend): RuleFinding {
  const { to } = reference;
  return {
    manifest: reference.from,
    path: [...reference.path, 'port'],
    message: `${describePort(port)} of ${formatReference(to)} looks like TLS, but no BackendTLSPolicy and no kind of the gateway's own selects it, so it is spoken to in plaintext`,
    fix: `write a BackendTLSPolicy${to.namespace === undefined ? '' : ` in namespace ${to.namespace}`} that targets Service ${to.name}, or give the port a name such as "http" if it is plaintext`,
  };
}
