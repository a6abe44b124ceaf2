import type { Manifest, MisreadScalar } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { describeField, describeValue } from '../../schema/describe-value';

/** Fields whose numbers are octal by custom. */
const OCTAL_FIELD = /(?:mode|umask)$/i;

/** Longest scalar that a message repeats. */
const LONGEST_SHOWN = 30;

/** What YAML 1.1 makes of a scalar without quotes, where that is accepted and hardly meant. */
export const misreadScalar: Rule = {
  id: 'manifests/misread-scalar',
  severity: 'warning',
  title: 'A key or number without quotes is read otherwise than it looks',
  why:
    'kubectl and the API server read YAML 1.1: a key y, no or on is a boolean and becomes "true" or "false", and digits ' +
    'that begin with 0 are octal, so that port 0443 is 291. Nothing refuses that.',
  fix: 'Quote what is text; write a decimal number without the zero, and an octal one as 0o443.',
  check({ set }) {
    if (set.manifests.every(({ source }) => source === undefined)) {
      return notApplicable('no object comes from a file');
    }
    return resultOf(
      set.manifests.flatMap((manifest) =>
        (manifest.misread ?? [])
          .filter((scalar) => scalar.isKey || !isOctalField(scalar))
          .map((scalar) => (scalar.isKey ? keyFinding(manifest, scalar) : octalFinding(manifest, scalar))),
      ),
    );
  },
};

function isOctalField({ path }: MisreadScalar): boolean {
  return OCTAL_FIELD.test(String(path.findLast((segment) => typeof segment === 'string')));
}

function keyFinding(manifest: Manifest, { path, written, value }: MisreadScalar): RuleFinding {
  return {
    manifest,
    path,
    message: `the key ${printedKey(written)} is ${value} in YAML 1.1 and becomes "${value}"`,
    fix: `quote it: "${printedKey(written)}"`,
  };
}

/** Words and numbers that become keys are short, but for numbers with many zeros. */
function printedKey(written: string): string {
  return written.length <= LONGEST_SHOWN ? written : `${written.slice(0, LONGEST_SHOWN)}...`;
}

function octalFinding(manifest: Manifest, { path, written, value }: MisreadScalar): RuleFinding {
  const field = describeField(path);
  if (written.length > LONGEST_SHOWN || describeValue(value, path, manifest.key.kind) !== String(value)) {
    return {
      manifest,
      path,
      message: `${field} begins with 0 (not shown), and is octal in YAML 1.1`,
      fix: 'quote it if it is text, else write it without the zero',
    };
  }
  const digits = written.replaceAll('_', '');
  const decimal = digits.replace(/^([-+]?)0+/, '$1');
  return {
    manifest,
    path,
    message: `${field} is written ${digits}, which is octal in YAML 1.1: ${value}`,
    fix: `write ${decimal}, or ${decimal.replace(/^([-+]?)/, '$10o')} if octal is meant; quote it if it is text`,
  };
}
