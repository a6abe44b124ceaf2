import type { Rule } from '../../manifests/rule';
import type { RotationContext } from '../rotation-report';
import type { FailureReport } from './_failure-rule';
import { ambiguousPath } from './ambiguous-path';
import { anchorNotDistributed } from './anchor-not-distributed';
import { anchorRetiredEarly } from './anchor-retired-early';
import { badNewCa } from './bad-new-ca';
import { caSecretInPlace } from './ca-secret-in-place';
import { dualTrustShape } from './dual-trust-shape';
import { issueTooEarly } from './issue-too-early';
import { neverReloads } from './never-reloads';
import { noBarrier } from './no-barrier';
import { oldCaEndsFirst } from './old-ca-ends-first';
import { partialChainAnchor } from './partial-chain-anchor';
import { phasesMerged } from './phases-merged';
import { retireTooEarly } from './retire-too-early';
import { roleLost } from './role-lost';
import { sameKeyRenewal } from './same-key-renewal';
import { trustReplaced } from './trust-replaced';
import { twoInFlight } from './two-in-flight';
import { validityGap } from './validity-gap';

/** The rules by which failing mixes of old and new are reported. */
export const FAILURE_REPORTS: readonly FailureReport[] = [
  anchorNotDistributed,
  anchorRetiredEarly,
  noBarrier,
  validityGap,
  ambiguousPath,
  roleLost,
  dualTrustShape,
  badNewCa,
  partialChainAnchor,
];

/**
 * The rules about a step from one set of manifests to another. They live here and not with the common ones: what they
 * look at is worked out by this room, which the checks must not know.
 */
export const ROTATION_RULES: readonly Rule<RotationContext>[] = [
  ...FAILURE_REPORTS,
  phasesMerged,
  trustReplaced,
  twoInFlight,
  sameKeyRenewal,
  caSecretInPlace,
  neverReloads,
  issueTooEarly,
  retireTooEarly,
  oldCaEndsFirst,
];
