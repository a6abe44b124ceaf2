import { fieldOf } from '../../../manifests/graph/json-fields';
import { ENVOY_PROXY } from '../../../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex, ObjectReference } from '../../../manifests/index-set';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { namesRoots, policiesOn, skipsVerification, type TlsBackend, tlsBackends } from './_backends';
import { BackendsByProxy } from './_backends-by-proxy';

/** A client certificate joins TLS that is there already; it does not turn TLS on. */
export const clientCertNoTls: Rule<CheckContext> = {
  id: 'envoy-gateway/client-cert-no-tls',
  severity: 'error',
  title: 'A client certificate of Envoy Gateway stands where no TLS to the backend is set up',
  why:
    'Envoy Gateway presents a client certificate only to backends that have TLS by a BackendTLSPolicy or by roots in a Backend. ' +
    'Without, an EnvoyProxy sends plaintext with all statuses green, and a Backend is not accepted.',
  fix: 'Write a BackendTLSPolicy for the backend, or name its roots in spec.tls of a Backend.',
  check({ index, graph }) {
    const presenting = tlsBackends(index).filter(({ tls }) => isJsonObject(fieldOf(tls, 'clientCertificateRef')));
    const proxies = proxiesWithCertificate(index, graph);
    if (presenting.length === 0 && proxies.length === 0) {
      return notApplicable('there is no Backend or EnvoyProxy with a client certificate');
    }
    const routed = new BackendsByProxy(graph);
    return resultOf([
      ...presenting.flatMap((backend) => withoutTls(graph, backend)),
      ...proxies.flatMap((proxy) => withoutTlsBackends(graph, proxy, routed.of(referenceTo(proxy)))),
    ]);
  },
};

function proxiesWithCertificate(index: ManifestIndex, graph: ReferenceGraph): readonly Manifest[] {
  return index
    .ofKind(ENVOY_PROXY.group, ENVOY_PROXY.kind)
    .filter((proxy) => graph.references.of(proxy).some(({ purpose }) => purpose === 'client-certificate'));
}

function withoutTls(graph: ReferenceGraph, tlsBackend: TlsBackend): readonly RuleFinding[] {
  const { backend } = tlsBackend;
  if (namesRoots(tlsBackend) || skipsVerification(tlsBackend) || policiesOn(graph, backend).length > 0) {
    return [];
  }
  return [
    {
      manifest: backend,
      path: ['spec', 'tls', 'clientCertificateRef'],
      message:
        'a client certificate alone sets up no TLS: the Backend names no roots and no BackendTLSPolicy targets it, so Envoy Gateway does not accept it',
      fix: 'name the roots as caCertificateRefs in spec.tls, or write a BackendTLSPolicy for the Backend',
    },
  ];
}

/** Judged only where all backends are in the set: TLS of others may be set up beside them. */
function withoutTlsBackends(
  graph: ReferenceGraph,
  proxy: Manifest,
  routed: readonly ObjectReference[],
): readonly RuleFinding[] {
  const distinct = [...new Map(routed.map((target) => [identityOf(target), target])).values()];
  const [first] = distinct;
  if (
    first === undefined ||
    distinct.some((target) => graph.index.find(target) === undefined || hasTls(graph, target))
  ) {
    return [];
  }
  const others = distinct.length === 1 ? '' : ` and ${distinct.length - 1} more`;
  return [
    {
      manifest: proxy,
      path: ['spec', 'backendTLS', 'clientCertificateRef'],
      message: `no backend of its Gateways has TLS (${formatReference(first)}${others}), so the client certificate is presented to none`,
      fix: 'write a BackendTLSPolicy for each backend that is to see the certificate',
    },
  ];
}

function hasTls(graph: ReferenceGraph, target: ObjectReference): boolean {
  return graph.tlsSettings
    .of(target)
    .some(({ implementations }) => implementations === undefined || implementations.includes('envoy-gateway'));
}
