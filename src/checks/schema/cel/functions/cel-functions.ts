import type { CelFunction } from '../cel-function';
import { CIDR_FUNCTIONS } from './cidr';
import { CONVERSION_FUNCTIONS } from './conversions';
import { FORMAT_FUNCTIONS } from './formats';
import { IP_FUNCTIONS } from './ip';
import { LIST_FUNCTIONS } from './lists';
import { OPTIONAL_FUNCTIONS } from './optionals';
import { QUANTITY_FUNCTIONS } from './quantity';
import { REGEX_FUNCTIONS } from './regex';
import { SEMVER_FUNCTIONS } from './semver';
import { SET_FUNCTIONS } from './sets';
import { STRING_FUNCTIONS } from './strings';
import { TIME_FUNCTIONS } from './time';
import { URL_FUNCTIONS } from './url';

/** The overloads of every function and method that a rule can call, by name. */
export const CEL_FUNCTIONS: ReadonlyMap<string, readonly CelFunction[]> = groupByName([
  ...CONVERSION_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...OPTIONAL_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...SET_FUNCTIONS,
  ...REGEX_FUNCTIONS,
  ...URL_FUNCTIONS,
  ...IP_FUNCTIONS,
  ...CIDR_FUNCTIONS,
  ...QUANTITY_FUNCTIONS,
  ...FORMAT_FUNCTIONS,
  ...SEMVER_FUNCTIONS,
]);

function groupByName(functions: readonly CelFunction[]): ReadonlyMap<string, readonly CelFunction[]> {
  const groups = new Map<string, CelFunction[]>();
  for (const overload of functions) {
    const group = groups.get(overload.name);
    if (group === undefined) {
      groups.set(overload.name, [overload]);
    } else {
      group.push(overload);
    }
  }
  return groups;
}
