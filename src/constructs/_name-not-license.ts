import type { IConstruct } from 'constructs';
import { requireObjectName } from './_object-name';
import { refusingFor, ValidationError } from './validation-error';

/** JSON, by its first character or by a field of a license. */
const LOOKS_LIKE_LICENSE = /^\s*\{|"(?:license|payload|signature|license_key)"/;

/**
 * Checks a name. Where one is asked for, the license itself may be given by mistake; it must not reach a message.
 * @throws ValidationError if no object can have the name, or it is a license
 */
export function requireNameNotLicense(scope: IConstruct, kind: string, name: string): void {
  if (LOOKS_LIKE_LICENSE.test(name)) {
    throw new ValidationError(scope, {
      rule: 'secrets/license-text',
      message: `the text of a license is given where the name of a ${kind} is expected`,
      fix: `give the name of the ${kind}, and keep the license in a Secret under the key license`,
    });
  }
  refusingFor(scope, () => requireObjectName(kind, name));
}
