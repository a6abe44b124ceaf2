import type { CapabilityRow } from '../capabilities';
import { CLIENT_CERTIFICATE_REF_DETAILS, notApplicableRows } from '../capability-rows';

/**
 * What Kong Ingress Controller and Kong Operator do alike: the operator contains the ingress controller since 2.0.
 *
 * @param versions the releases of one of the two that do it
 */
export function kongCapabilityRows(versions: string): readonly CapabilityRow[] {
  return [
    {
      capability: 'btp.apiVersion',
      versions,
      value: 'v1alpha3',
      evidence: 'source; Kong/kong-operator#5129 asks for v1',
    },
    {
      capability: 'btp.routeKinds',
      versions,
      value: ['HTTPRoute'],
      evidence: 'source: a policy takes effect through HTTPRoutes only',
    },
    {
      capability: 'btp.caKinds',
      versions,
      value: ['ConfigMap', 'Secret'],
      evidence: 'Kong/kubernetes-ingress-controller#6853',
    },
    {
      capability: 'btp.targetRefs',
      versions,
      value: 'all',
      evidence: 'source',
    },
    {
      capability: 'btp.externalTarget',
      versions,
      value: 'none',
      evidence: 'source: a policy may target Services only',
    },
    { capability: 'btp.maxCaRefs', versions, value: 'all', evidence: 'source: the ids of all references are listed' },
    {
      capability: 'btp.caPems',
      versions,
      value: 'one',
      evidence: 'Kong/kubernetes-ingress-controller#7763: an object with several is dropped; before, Kong refused it',
    },
    {
      capability: 'btp.systemCa',
      versions,
      value: 'unsupported',
      evidence: 'source: the policy becomes Invalid, and traffic falls back to the annotations of the Service',
    },
    {
      capability: 'btp.san',
      versions,
      value: 'rejected',
      evidence: 'source: the policy becomes Invalid, and traffic falls back to the annotations of the Service',
    },
    { capability: 'btp.sectionName', versions, value: 'ignored', evidence: 'source: the field is never read' },
    { capability: 'btp.options', versions, value: ['tls-verify-depth'], evidence: 'source' },
    {
      capability: 'btp.onInvalid',
      versions,
      value: 'open',
      evidence: 'source: traffic falls back to the annotations of the Service',
    },
    {
      capability: 'btp.gate',
      versions,
      value: 'GatewayAlpha',
      evidence: 'source; from 1.4 on Gateway API serves v1alpha3 in its experimental channel only',
    },
    {
      capability: 'btp.mixedPorts',
      versions,
      value: 'conflict',
      evidence: 'source: of several policies on one Service none is applied',
    },
    {
      capability: 'ccr',
      versions,
      value: 'unsupported',
      evidence: 'source: Gateway spec.tls.backend is not implemented',
    },
    ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, versions, 'no client certificate is sent'),
    {
      capability: 'perBackendCert',
      versions,
      value: 'Service annotation konghq.com/client-cert',
      evidence: 'source',
    },
    {
      capability: 'perBackendCa',
      versions,
      value: 'Service annotations konghq.com/ca-certificates-configmaps and konghq.com/ca-certificates-secrets',
      evidence: 'Kong/kubernetes-ingress-controller#6707, #6753 and #6853',
    },
    { capability: 'minTls', versions, value: 'unknown', evidence: NO_ANNOTATION },
    { capability: 'ciphers', versions, value: 'unknown', evidence: NO_ANNOTATION },
    { capability: 'alpn', versions, value: 'unknown', evidence: NO_ANNOTATION },
    {
      capability: 'sni',
      versions,
      value: 'BackendTLSPolicy hostname, Service annotation konghq.com/host-header',
      evidence: 'Kong/kong#5580: only on routes with konghq.com/preserve-host "false"',
    },
    {
      capability: 'reload',
      versions,
      value: 'hot-but-pooled',
      evidence: 'source: connections in the pool keep the certificate they were opened with',
    },
    {
      capability: 'coexist',
      versions,
      value: 'allowed',
      evidence: 'source: a policy is laid over the annotations of the Service',
    },
    {
      capability: 'partialChain',
      versions,
      value: 'unknown',
      evidence: 'OpenSSL refuses an intermediate without its root unless told otherwise; not tried with Kong Gateway',
    },
  ];
}

const NO_ANNOTATION =
  'there is no Service annotation for it; what Kong Gateway itself could be told is not established';
