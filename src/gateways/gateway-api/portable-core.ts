import { CapabilityTable } from '../capabilities';
import { capabilityRows, unknownRows } from '../capability-rows';

/** Releases with BackendTLSPolicy v1; read up to 1.6.1. */
const WITH_V1 = '>=1.4.0 <1.7.0';
const BEFORE_V1 = '<1.4.0';
const BOTH = `${BEFORE_V1} || ${WITH_V1}`;

const rows = [
  ...capabilityRows({
    'btp.apiVersion': [
      [BEFORE_V1, 'none', 'v1 came with 1.4, and earlier versions of it are experimental'],
      [WITH_V1, 'v1', 'specification'],
    ],
    'btp.targetRefs': [[BOTH, 'first-only', 'specification: implementations should not support more than one']],
    'btp.routeKinds': [
      [
        BOTH,
        ['HTTPRoute'],
        'conformance up to 1.6 asks about HTTPRoute alone; cilium/cilium#48935: policies are ignored for GRPCRoutes',
        ['GRPCRoute', 'TLSRoute', 'TCPRoute'],
      ],
    ],
    'btp.caKinds': [[BOTH, ['ConfigMap'], 'specification: other kinds are implementation-specific']],
    'btp.maxCaRefs': [[BOTH, 'first-only', 'specification: more than one is implementation-specific']],
    'btp.caPems': [[BOTH, 'one', 'specification: several certificates in one object are implementation-specific']],
    'btp.systemCa': [[BOTH, 'unsupported', 'specification: implementation-specific']],
    'btp.san': [[BOTH, 'unsupported', 'specification: Extended']],
    'btp.options': [[BOTH, [], 'specification: implementation-specific']],
    ccr: [[BOTH, 'unsupported', 'specification: Extended feature GatewayBackendClientCertificate']],
    perBackendCert: [[BOTH, 'none', 'GEP-3155: future work']],
    minTls: [[BOTH, 'none', 'specification']],
    ciphers: [[BOTH, 'none', 'specification']],
    alpn: [[BOTH, 'none', 'specification']],
    sni: [[BOTH, 'BackendTLSPolicy hostname', 'specification']],
  }),
  ...unknownRows(['btp.sectionName'], BOTH, 'specification: the name of a Service port, without a level of support'),
];

/**
 * What each implementation that claims BackendTLSPolicy must do, by release of the Gateway API. It is no implementation,
 * and what one does beyond it is not asked here.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
export const portableCore = new CapabilityTable(rows);
