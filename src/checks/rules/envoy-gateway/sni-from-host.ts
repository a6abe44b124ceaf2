import { fieldOf, textOf } from '../../../manifests/graph/json-fields';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { notApplicable, PASS, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { namesRoots, policiesOn, skipsVerification, type TlsBackend, tlsBackends } from './_backends';

/** Since 1.6 the server name is taken from the request where nobody states one. */
export const sniFromHost: Rule<CheckContext> = {
  id: 'envoy-gateway/sni-from-host',
  severity: 'warning',
  title:
    'A Backend of Envoy Gateway states no server name, so that the Host header of the request is sent and verified',
  why:
    'Since 1.6 Envoy Gateway sends the HTTP Host as the server name where neither the Backend nor a BackendTLSPolicy states one, ' +
    'and the certificate must have that name (release notes of 1.6, a breaking change). Clients then choose the name that is ' +
    'verified, and requests with a public host name fail at a backend with an internal certificate.',
  fix: 'Set spec.tls.sni of the Backend, or write a BackendTLSPolicy with a hostname.',
  check({ index, graph, questions }) {
    const verifying = tlsBackends(index).filter((backend) => namesRoots(backend) && !skipsVerification(backend));
    if (verifying.length === 0) {
      return notApplicable('there is no Backend of Envoy Gateway whose spec.tls names roots');
    }
    const nameless = verifying.filter((backend) => !statesName(graph, backend));
    if (nameless.length === 0) {
      return PASS;
    }
    return judgeVendor(questions, 'envoy-gateway', 'unsetSni', ({ gateway, value }) =>
      resultOf(value === 'http-host' ? nameless.map((backend) => withoutName(backend, describeGateway(gateway))) : []),
    );
  },
};

function statesName(graph: ReferenceGraph, { backend, tls }: TlsBackend): boolean {
  const isStated = textOf(tls, 'sni') !== undefined || fieldOf(tls, 'autoSNIFromEndpointHostname') === true;
  return isStated || policiesOn(graph, backend).length > 0;
}

function withoutName({ backend }: TlsBackend, title: string): RuleFinding {
  return {
    manifest: backend,
    path: ['spec', 'tls'],
    message: `tls states no sni, so ${title} sends the Host header of each request as the server name, and the certificate must have that name`,
    fix: "set spec.tls.sni to the name in the backend's certificate, or write a BackendTLSPolicy with that hostname",
  };
}
