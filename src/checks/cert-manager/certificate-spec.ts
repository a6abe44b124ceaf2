import type { JsonObject } from '../../manifests/manifest';
import { keyProblems } from './certificate-key';
import { lifetimeProblems } from './certificate-lifetime';
import { nameProblems } from './certificate-names';
import { secretProblems } from './certificate-secret';
import { issuerRefProblems } from './issuer-ref';
import { nameConstraintProblems } from './name-constraints';
import { numberOf, rejected, type SpecProblem } from './spec-problem';

/**
 * Says what is wrong with the `spec` of a Certificate beyond its schema: what the webhook of cert-manager 1.21 rejects,
 * and what it lets pass although the controller or a verifier then stumbles over it.
 *
 * @param spec as in the manifest; values of a wrong type are left to the schema check
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function certificateSpecProblems(spec: JsonObject): readonly SpecProblem[] {
  return [
    ...secretProblems(spec),
    ...issuerRefProblems(spec),
    ...nameProblems(spec),
    ...lifetimeProblems(spec),
    ...keyProblems(spec),
    ...nameConstraintProblems(spec),
    ...historyProblems(spec),
  ];
}

function historyProblems(spec: JsonObject): readonly SpecProblem[] {
  const limit = numberOf(spec.revisionHistoryLimit);
  return limit !== undefined && !(Number.isInteger(limit) && limit >= 1)
    ? [rejected(['revisionHistoryLimit'], `${limit} is not an integer of 1 or more`, 'keep one revision at least')]
    : [];
}
