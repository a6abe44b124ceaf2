import compare from 'semver/functions/compare';
import { BOOL, celFunction, celMethod, parameter, STRING } from '../cel-function';
import { CelError, CelObjectValue, type CelResult, type CelValue } from '../values';

const NUMBER = '(?:0|[1-9]\\d*)';
const PRERELEASE_PART = `(?:${NUMBER}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const SEMVER = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-${PRERELEASE_PART}(?:\\.${PRERELEASE_PART})*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
const MAX_LENGTH = 256;

/** A version in the sense of Semantic Versioning 2.0.0. */
class SemanticVersion extends CelObjectValue {
  readonly typeName = 'kubernetes.Semver';

  private constructor(
    readonly text: string,
    readonly major: bigint,
    readonly minor: bigint,
    readonly patch: bigint,
  ) {
    super();
  }

  static parse(text: string): SemanticVersion | undefined {
    const [, major, minor, patch] = text.length > MAX_LENGTH ? [] : (SEMVER.exec(text) ?? []);
    const numbers = [major, minor, patch].map((number) => Number(number));
    // Beyond this, versions are refused by the package that compares them, too.
    if (major === undefined || minor === undefined || patch === undefined || !numbers.every(Number.isSafeInteger)) {
      return undefined;
    }
    return new SemanticVersion(text, BigInt(major), BigInt(minor), BigInt(patch));
  }

  compareTo(other: SemanticVersion): -1 | 0 | 1 {
    return compare(this.text, other.text);
  }

  equals(other: CelValue): boolean {
    return other instanceof SemanticVersion && this.compareTo(other) === 0;
  }
}

const VERSION = parameter('kubernetes.Semver', (value) => value instanceof SemanticVersion);

/**
 * Kubernetes' semantic version functions.
 *
 * @see https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library#SemverLib
 */
export const SEMVER_FUNCTIONS = [
  celFunction('semver', [STRING], (text) => parseVersion(text)),
  celFunction('semver', [STRING, BOOL], (text, isLenient) => parseVersion(isLenient ? normalize(text) : text)),
  celFunction('isSemver', [STRING], (text) => SemanticVersion.parse(text) !== undefined),
  celFunction(
    'isSemver',
    [STRING, BOOL],
    (text, isLenient) => SemanticVersion.parse(isLenient ? normalize(text) : text) !== undefined,
  ),
  celMethod('major', [VERSION], (version) => version.major),
  celMethod('minor', [VERSION], (version) => version.minor),
  celMethod('patch', [VERSION], (version) => version.patch),
  celMethod('compareTo', [VERSION, VERSION], (left, right) => BigInt(left.compareTo(right))),
  celMethod('isGreaterThan', [VERSION, VERSION], (left, right) => left.compareTo(right) > 0),
  celMethod('isLessThan', [VERSION, VERSION], (left, right) => left.compareTo(right) < 0),
];

function parseVersion(text: string): CelResult {
  return SemanticVersion.parse(text) ?? new CelError('the string is not a semantic version');
}

/** Takes a leading `v` and leading zeros away and adds missing numbers. */
function normalize(text: string): string {
  const [numbers = '', ...rest] = text.replace(/^v/, '').split(/(?=[-+])/);
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length < 3) {
    parts.push('0');
  }
  return parts.join('.') + rest.join('');
}
