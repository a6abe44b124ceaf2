import { fieldOf } from '../../../manifests/graph/json-fields';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { isJsonObject } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  NO_TLS_BACKEND,
  namesRoots,
  policiesOn,
  portsOf,
  skipsVerification,
  type TlsBackend,
  tlsBackends,
} from './_backends';

/** TLS settings without anything to verify against are refused as a whole. */
export const backendNoCa: Rule<CheckContext> = {
  id: 'envoy-gateway/backend-no-ca',
  severity: 'error',
  title: 'A Backend of Envoy Gateway sets TLS and names no roots',
  why:
    'With spec.tls a Backend needs caCertificateRefs, wellKnownCACertificates or insecureSkipVerify: true, or a BackendTLSPolicy ' +
    'for each of its ports. Without, it is not accepted (Accepted=False), and routes to it answer 500.',
  fix: 'Name the roots in spec.tls, or write a BackendTLSPolicy for the Backend.',
  check({ index, graph }) {
    const found = tlsBackends(index);
    return found.length === 0
      ? notApplicable(NO_TLS_BACKEND)
      : resultOf(found.flatMap((each) => withoutRoots(graph, each)));
  },
};

function withoutRoots(graph: ReferenceGraph, tlsBackend: TlsBackend): readonly RuleFinding[] {
  const { backend, tls } = tlsBackend;
  const policies = policiesOn(graph, backend);
  // That a client certificate alone is no TLS is for a rule of its own to say.
  const isClientCertificateAlone = policies.length === 0 && isJsonObject(fieldOf(tls, 'clientCertificateRef'));
  if (namesRoots(tlsBackend) || skipsVerification(tlsBackend) || isClientCertificateAlone) {
    return [];
  }
  if (policies.some(({ sectionName }) => sectionName === undefined)) {
    return [];
  }
  const covered = new Set(policies.map(({ sectionName }) => sectionName));
  const open = portsOf(backend).filter((port) => !covered.has(String(port)));
  // Endpoints that could not be read have ports that are not known.
  if (policies.length > 0 && open.length === 0) {
    return [];
  }
  const where = policies.length === 0 ? '' : ` for port ${open.join(', ')}`;
  return [
    {
      manifest: backend,
      path: ['spec', 'tls'],
      message: `tls names no roots${where}, here or by a BackendTLSPolicy, and does not skip verification; Envoy Gateway does not accept the Backend`,
      fix: 'set caCertificateRefs or wellKnownCACertificates: System in spec.tls, or write a BackendTLSPolicy without sectionName for the Backend',
    },
  ];
}
