import semver from 'semver';
import { Refusal } from './refusal';

const MINOR_ONLY = /^v?(\d{1,9})\.(\d{1,9})$/;
/** Azure's gateway is a service without releases: what is known of it has the month of its documentation. */
const MONTH = /^(2\d{3})-(0[1-9]|1[0-2])$/;
/** What else was taken for a version may be anything, a license among it. */
const LOOKS_LIKE_VERSION = /^[\w.+@-]{0,40}$/;
const OPTIONS = { includePrerelease: true } as const;

/** A gateway's version as its user states it: a minor version with all its patches (`1.9`) or one release (`3.5.13`, `1.36.2-gke.2154000`), or a month (`2023-09`). */
export class GatewayVersion {
  /**
   * @param text `1.9`, `3.5.13`, `v2.3.0-rc.3`, `2023-09`
   * @throws Refusal if the text is no version
   */
  static parse(text: string): GatewayVersion {
    const minor = MINOR_ONLY.exec(text);
    if (minor !== null) {
      return new GatewayVersion(`${minor[1]}.${minor[2]}`, `~${minor[1]}.${minor[2]}.0`);
    }
    const month = MONTH.exec(text);
    if (month !== null) {
      return new GatewayVersion(text, monthRange(Number(month[1]), Number(month[2])));
    }
    const release = semver.parse(text);
    if (release === null) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: LOOKS_LIKE_VERSION.test(text)
          ? `version "${text}" is not a version`
          : `a text of ${text.length} characters (not shown) is not a version`,
        fix: 'state a minor version such as "1.9", or a release such as "1.9.0"',
      });
    }
    return new GatewayVersion(release.version, release.version);
  }

  /** Ranges are costly to compare, and each object asks the same. */
  private readonly overlapping = new Map<string, boolean>();

  private constructor(
    private readonly text: string,
    private readonly range: string,
  ) {}

  /** Whether some release that is meant lies in the range. */
  overlaps(range: string): boolean {
    const known = this.overlapping.get(range) ?? semver.intersects(this.range, range, OPTIONS);
    this.overlapping.set(range, known);
    return known;
  }

  toString(): string {
    return this.text;
  }
}

/** A month as the range that stands for it in a table: `2023-09` is 2023.9.0. */
function monthRange(year: number, month: number): string {
  return `${year}.${month}.0`;
}
