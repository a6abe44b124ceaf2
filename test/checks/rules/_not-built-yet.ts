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
]);

function because(reason: string, ids: readonly string[]): readonly (readonly [string, string])[] {
  return ids.map((id) => [id, reason]);
}
