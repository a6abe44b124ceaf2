/**
 * The rules about a step from one set of manifests to another, which `src/rotation` has and this room must not know.
 * Their ids are known here, so that an annotation which silences one of them is not taken for a mistake.
 */
export const STEP_RULE_IDS = [
  'rotation/ambiguous-path',
  'rotation/anchor-not-distributed',
  'rotation/anchor-retired-early',
  'rotation/bad-new-ca',
  'rotation/ca-secret-in-place',
  'rotation/dual-trust-shape',
  'rotation/issue-too-early',
  'rotation/never-reloads',
  'rotation/no-barrier',
  'rotation/old-ca-ends-first',
  'rotation/partial-chain-anchor',
  'rotation/phases-merged',
  'rotation/retire-too-early',
  'rotation/role-lost',
  'rotation/same-key-renewal',
  'rotation/trust-replaced',
  'rotation/two-in-flight',
  'rotation/validity-gap',
] as const;
