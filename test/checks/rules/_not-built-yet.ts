/** Rules of the catalog that the code does not have, and why. The list only shrinks: a rule that is built must leave it. */
export const NOT_BUILT_YET: ReadonlyMap<string, string> = new Map([
  ...because('compares two sets of manifests, which the rotation room does', [
    'rotation/anchor-not-distributed',
    'rotation/anchor-retired-early',
    'rotation/validity-gap',
    'rotation/no-barrier',
    'rotation/trust-replaced',
    'rotation/ambiguous-path',
    'rotation/role-lost',
    'rotation/dual-trust-shape',
    'rotation/bad-new-ca',
    'rotation/partial-chain-anchor',
    'rotation/two-in-flight',
    'rotation/same-key-renewal',
    'rotation/phases-merged',
    'rotation/ca-secret-in-place',
    'rotation/never-reloads',
    'rotation/issue-too-early',
    'rotation/retire-too-early',
    'rotation/old-ca-ends-first',
    'rotation/lead-too-short',
  ]),
  ...because('is being written, or was not begun', [
    'kong/preserve-host-wins',
    'kong/btp-rejected',
    'kong/btp-without-httproute',
    'kong/backends-disagree',
    'kong/ca-missing-id',
    'kong/ca-missing-label',
    'kong/ca-not-one-valid-cert',
    'kong/ca-id-duplicate',
    'kong/ca-without-verify',
    'kong/tls-verify-off',
    'kong/protocol-not-tls',
    'kong/verify-depth-unusable',
    'kong/unknown-annotation',
    'kong/client-cert-unresolved',
    'kong/selector-label-missing',
    'kong/pool-keeps-old-cert',
  ]),
]);

function because(reason: string, ids: readonly string[]): readonly (readonly [string, string])[] {
  return ids.map((id) => [id, reason]);
}
