import semver from 'semver';
import { Refusal } from './refusal';

const MINOR_ONLY = /^v?(\d{1,9})\.(\d{1,9})$/;
const OPTIONS = { includePrerelease: true } as const;

/** A gateway's version as its user states it: a minor version with all its patches (`1.9`) or one release (`3.5.13`). */
export class GatewayVersion {
  /**
   * @param text `1.9`, `3.5.13`, `v2.3.0-rc.3`
   * @throws Refusal if the text is no version
   */
  static parse(text: string): GatewayVersion {
    const minor = MINOR_ONLY.exec(text);
    if (minor !== null) {
      return new GatewayVersion(`${minor[1]}.${minor[2]}`, `~${minor[1]}.${minor[2]}.0`);
    }
    const release = semver.parse(text);
    if (release === null) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `version "${text.slice(0, 80)}" is not a version`,
        fix: 'state a minor version such as "1.9", or a release such as "1.9.0"',
      });
    }
    return new GatewayVersion(release.version, release.version);
  }

  private constructor(
    private readonly text: string,
    private readonly range: string,
  ) {}

  /** Whether some release that is meant lies in the range. */
  overlaps(range: string): boolean {
    return semver.intersects(this.range, range, OPTIONS);
  }

  toString(): string {
    return this.text;
  }
}

const FROM_TO = /^>=(\d+)\.(\d+)\.(\d+) <(\d+)\.([1-9]\d*)\.0$/;

/** A range for people: `>=1.6.0 <1.10.0` is 1.6 to 1.9, `>=3.5.11 <3.6.0` is 3.5.11 and later patches. Others stay as they are. */
export function describeRange(range: string): string {
  const match = FROM_TO.exec(range);
  if (match === null) {
    return range;
  }
  const [, major, minor, patch, lastMajor, afterLast] = match;
  const from = patch === '0' ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
  const to = `${lastMajor}.${Number(afterLast) - 1}`;
  if (from === to) {
    return to;
  }
  return `${major}.${minor}` === to ? `${from} and later patches` : `${from} to ${to}`;
}
