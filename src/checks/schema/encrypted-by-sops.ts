import { fieldAt, fieldAtPath } from '../../manifests/graph/json-fields';
import { isJsonObject, type JsonObject } from '../../manifests/manifest';
import type { Violation } from './violation';

/** The field with which SOPS describes how to decrypt the object. */
const SOPS = 'sops';
const CIPHERTEXT = /^ENC\[[A-Za-z0-9_-]{1,32},/;

/**
 * Leaves out what is not there any more when an object that SOPS encrypted is applied: Flux, KSOPS and helm-secrets decrypt
 * it before, and drop the field of SOPS.
 *
 * @see https://fluxcd.io/flux/guides/mozilla-sops/
 */
export function withoutEncrypted(violations: readonly Violation[], body: JsonObject): readonly Violation[] {
  return isEncrypted(body)
    ? violations.filter(({ path }) => path[0] !== SOPS && !isCiphertext(fieldAtPath(body, path)))
    : violations;
}

function isEncrypted(body: JsonObject): boolean {
  return isJsonObject(body[SOPS]) && isCiphertext(fieldAt(body, SOPS, 'mac'));
}

function isCiphertext(value: unknown): boolean {
  return typeof value === 'string' && CIPHERTEXT.test(value);
}
