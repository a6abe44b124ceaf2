import type { Capabilities, Capability, CapabilityRow, NotApplicable, Unknown } from './capabilities';

/**
 * What one capability was at some releases: the range, the value, the evidence for it, and what of it could not be
 * established: members of a list, or kinds of object that `reload` is about.
 */
export type CapabilityRecord<K extends Capability> = readonly [
  versions: string,
  value: Capabilities[K] | Unknown | NotApplicable,
  evidence: string,
  unsettled?: readonly string[],
];

/** What was recorded of each capability, oldest releases first. */
export type CapabilityHistory = { readonly [K in Capability]?: readonly CapabilityRecord<K>[] };

/** Table rows of a history that is written down capability by capability. */
export function capabilityRows(history: CapabilityHistory): readonly CapabilityRow[] {
  const entries = Object.entries(history) as [Capability, readonly CapabilityRecord<Capability>[]][];
  return entries.flatMap(([capability, records]) =>
    // A capability stands beside its own records, which the type of entries does not carry.
    records.map(
      ([versions, value, evidence, unsettled]) =>
        ({ capability, versions, value, evidence, ...(unsettled === undefined ? {} : { unsettled }) }) as CapabilityRow,
    ),
  );
}

/** One row per capability that could not be established. */
export function unknownRows(
  capabilities: readonly Capability[],
  versions: string,
  evidence: string,
): readonly CapabilityRow[] {
  return capabilityRows(forEach(capabilities, [versions, 'unknown', evidence]));
}

/** One row per capability about which there is nothing to ask. */
export function notApplicableRows(
  capabilities: readonly Capability[],
  versions: string,
  evidence: string,
): readonly CapabilityRow[] {
  return capabilityRows(forEach(capabilities, [versions, 'not-applicable', evidence]));
}

function forEach(
  capabilities: readonly Capability[],
  record: readonly [versions: string, value: Unknown | NotApplicable, evidence: string],
): CapabilityHistory {
  return Object.fromEntries(capabilities.map((capability) => [capability, [record]]));
}

/** What there is to ask of a controller only if it reads BackendTLSPolicy. */
export const BACKEND_TLS_POLICY_DETAILS = [
  'btp.targetRefs',
  'btp.routeKinds',
  'btp.caKinds',
  'btp.maxCaRefs',
  'btp.caPems',
  'btp.systemCa',
  'btp.san',
  'btp.sectionName',
  'btp.options',
  'btp.onInvalid',
  'btp.gate',
  'btp.mixedPorts',
  'btp.ruleBackends',
  'btp.meshParents',
  'btp.optOut',
  'btp.externalTarget',
] as const satisfies readonly Capability[];

/** What there is to ask of a controller only if it sends the Gateway's client certificate. */
export const CLIENT_CERTIFICATE_REF_DETAILS = [
  'ccr.namespaceField',
  'ccr.grpc',
  'ccr.onInvalid',
] as const satisfies readonly Capability[];

/** The settings of a TLS connection to a backend. */
export const TLS_PARAMETERS = ['minTls', 'ciphers', 'alpn', 'sni'] as const satisfies readonly Capability[];
