import { isIP } from 'node:net';
import type { FieldPath, JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { objectOf, rejected, type SpecProblem, textsOf, tolerated } from './spec-problem';

const SIDES = ['permitted', 'excluded'];

/** Says what is wrong with the names that a CA Certificate is limited to. */
export function nameConstraintProblems(spec: JsonObject): readonly SpecProblem[] {
  if (spec.nameConstraints === undefined) {
    return [];
  }
  const path = ['nameConstraints'];
  const constraints = objectOf(spec.nameConstraints);
  return [
    ...(spec.isCA === true
      ? []
      : [rejected(path, 'is set on a certificate that is no CA', 'set isCA, or drop nameConstraints')]),
    ...(SIDES.some((side) => constraints[side] !== undefined)
      ? []
      : [rejected(path, 'has neither permitted nor excluded names', 'give one of the two')]),
    ...SIDES.flatMap((side) => rangeProblems([...path, side, 'ipRanges'], objectOf(constraints[side]))),
  ];
}

/** Up to cert-manager 1.21 the webhook lets a range pass that the controller then cannot read. */
function rangeProblems(path: FieldPath, names: JsonObject): readonly SpecProblem[] {
  return textsOf(names.ipRanges).flatMap(([index, range]) =>
    isCidr(range)
      ? []
      : [
          tolerated(
            [...path, index],
            `${describeString(range)} is not an IP range in CIDR form`,
            'write it as in 10.0.0.0/8 or 2001:db8::/32',
          ),
        ],
  );
}

function isCidr(range: string): boolean {
  const [address = '', bits = '', ...rest] = range.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
