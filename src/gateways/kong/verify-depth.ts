import { Refusal } from '../refusal';

/** Most certificates that Kong lets stand between the server certificate and its root. */
export const MAX_VERIFY_DEPTH = 64;

/**
 * Certificates that may stand between the server certificate and its root where nobody says otherwise. Kong Gateway
 * has this default from 3.10.0.15, 3.12.0.9, 3.13.0.7, 3.14.0.7 and 3.15.0.1 on. Before, its default is 1, which fails
 * a chain with two intermediates, and which intermediates a server sends cannot be seen from its roots. Writing the
 * number makes all releases accept the same chains.
 */
export const DEFAULT_VERIFY_DEPTH = 5;

/** @throws Refusal if Kong does not allow the depth */
export function requireVerifyDepth(depth: number): number {
  if (Number.isInteger(depth) && depth >= 0 && depth <= MAX_VERIFY_DEPTH) {
    return depth;
  }
  throw new Refusal({
    rule: 'kong/verify-depth-unusable',
    message: `verifyDepth ${depth} is not allowed; Kong takes whole numbers from 0 to ${MAX_VERIFY_DEPTH}`,
    fix: 'give the number of intermediates between the server certificate and its root',
  });
}

/**
 * Reads the depth from a policy option.
 * @throws Refusal if the controller would ignore the text, or Kong the number
 */
export function parseVerifyDepth(option: string): number {
  if (/^\d{1,9}$/.test(option)) {
    return requireVerifyDepth(Number(option));
  }
  throw new Refusal({
    rule: 'kong/verify-depth-unusable',
    message: `option "tls-verify-depth" is "${option.slice(0, 80)}"; Kong takes whole numbers from 0 to ${MAX_VERIFY_DEPTH} and ignores anything else`,
    fix: 'give the number of intermediates between the server certificate and its root',
  });
}
