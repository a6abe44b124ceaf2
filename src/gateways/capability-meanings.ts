import type { Capability } from './capabilities';

/** What each capability says, in the order in which people read them. */
export const CAPABILITY_MEANINGS: Readonly<Record<Capability, string>> = {
  'btp.apiVersion': 'version of BackendTLSPolicy that the controller reads',
  'btp.gate': 'feature gate without which it does not',
  'btp.targetRefs': 'to how many of its targetRefs a policy is applied',
  'btp.routeKinds': 'routes whose backends a policy is applied to',
  'btp.externalTarget': 'kind for a host outside the cluster that a policy may target',
  'btp.sectionName': 'how sectionName names a port of a Service',
  'btp.mixedPorts': 'whether policies with and without sectionName may share a Service',
  'btp.ruleBackends': 'whether the backends of one rule may differ in their policies',
  'btp.meshParents': 'what becomes of a policy where the parent of the route is a Service',
  'btp.optOut': "annotation that keeps another gateway's policy from being read",
  'btp.caKinds': 'kinds that caCertificateRefs may name',
  'btp.maxCaRefs': 'how many caCertificateRefs count',
  'btp.caPems': 'certificates that one CA object may hold',
  'btp.systemCa': 'what wellKnownCACertificates: System does',
  'btp.san': 'what becomes of subjectAltNames',
  'btp.options': 'options that have an effect',
  'btp.onInvalid': 'traffic under an invalid policy: closed, or open in plaintext or unverified',
  ccr: "what becomes of the Gateway's client certificate reference",
  'ccr.namespaceField': 'whether that reference may carry a namespace',
  'ccr.grpc': 'whether the certificate also goes to backends of a GRPCRoute',
  'ccr.onInvalid': 'traffic when the certificate cannot be read: closed, or open without one',
  perBackendCert: 'field that gives one backend its own client certificate',
  perBackendCa: 'field, beside BackendTLSPolicy, that gives one backend its own CAs',
  perGatewayCert: 'vendor field that gives all backends of a Gateway one client certificate',
  minTls: 'field of the lowest TLS version',
  ciphers: 'field of the cipher suites',
  alpn: 'field of ALPN',
  sni: 'field of the server name sent',
  unsetSni: 'server name sent where that field is not set',
  reload: 'how a renewed certificate comes into use',
  coexist: "whether a BackendTLSPolicy and the vendor's TLS settings may meet on one backend",
  duplicatePolicies: 'which of several vendor policies on one backend sets a field that all have',
  partialChain: 'whether an intermediate certificate may stand as a trust anchor',
  selectorLabels: 'labels that the controller needs to see an object',
  secretsNamespace: 'namespace in which copies of certificates may be kept for the proxy',
  caIdDuplicate: 'what happens when two CA objects share an id',
};

/** All capabilities, in the same order. */
export const CAPABILITIES = Object.keys(CAPABILITY_MEANINGS) as readonly Capability[];
