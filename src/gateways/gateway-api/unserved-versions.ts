/** A version or a field of the Gateway API, and the releases whose CRDs do not have it. */
export interface UnservedRow {
  readonly kind: 'BackendTLSPolicy' | 'Gateway' | 'ReferenceGrant';
  /**
   * The version of the kind that is meant.
   * @default - any: a field is meant
   */
  readonly version?: string;
  /**
   * The way to the field that is meant.
   * @default - the whole object
   */
  readonly field?: readonly string[];
  /** Releases whose standard channel does not have it. */
  readonly standard: string;
  /** Releases whose experimental channel does not have it. */
  readonly experimental: string;
  /** Where it is, for people. */
  readonly served: string;
  /** What to write or install instead. */
  readonly fix: string;
  readonly evidence: string;
}

const ALL = '>=0.0.0';
const CRDS = 'the CRDs of each release; there is no conversion between versions';

/** What CRDs of the Gateway API do not have, by release and channel. Read up to 1.6.1. */
export const UNSERVED_VERSIONS: readonly UnservedRow[] = [
  {
    kind: 'BackendTLSPolicy',
    version: 'v1',
    standard: '<1.4.0-0',
    experimental: '<1.4.0-0',
    served: 'both channels have it since 1.4',
    fix: 'install Gateway API 1.4 or later, or write v1alpha3 for the experimental channel of 1.1 to 1.3',
    evidence: CRDS,
  },
  {
    kind: 'BackendTLSPolicy',
    version: 'v1alpha3',
    standard: ALL,
    experimental: '<1.1.0-0',
    served: 'the experimental channel alone has it, since 1.1',
    fix: 'write gateway.networking.k8s.io/v1 where Gateway API is 1.4 or later, or install its experimental channel',
    evidence: `${CRDS}; from 1.4 on the standard channel lists it with served: false`,
  },
  {
    kind: 'BackendTLSPolicy',
    version: 'v1alpha2',
    standard: ALL,
    experimental: '<1.0.0-0 || >=1.1.0-0',
    served: 'the experimental channel of 1.0 alone had it',
    fix: 'write gateway.networking.k8s.io/v1 with spec.targetRefs and spec.validation, and install Gateway API 1.4 or later',
    evidence: CRDS,
  },
  {
    kind: 'Gateway',
    field: ['spec', 'backendTLS'],
    standard: ALL,
    experimental: '<1.2.0-0 || >=1.4.0-0',
    served: 'the experimental channel of 1.2 and 1.3 alone had it',
    fix: 'write spec.tls.backend, which the experimental channel has since 1.4 and the standard channel since 1.5',
    evidence: CRDS,
  },
  {
    kind: 'Gateway',
    field: ['spec', 'tls', 'backend'],
    standard: '<1.5.0-0',
    experimental: '<1.4.0-0',
    served: 'the experimental channel has it since 1.4, the standard channel since 1.5',
    fix: 'install Gateway API 1.5 or later',
    evidence: 'kubernetes-sigs/gateway-api#4489 and #4496',
  },
  {
    kind: 'ReferenceGrant',
    version: 'v1',
    standard: '<1.5.0-0',
    experimental: '<1.5.0-0',
    served: 'both channels have it since 1.5',
    fix: 'write gateway.networking.k8s.io/v1beta1',
    evidence: CRDS,
  },
];
