import semver from 'semver';
import { type CapabilityTable, PRERELEASES } from '../../gateways/capabilities';
import { CAPABILITIES } from '../../gateways/capability-meanings';
import { GatewayVersion } from '../../gateways/gateway-version';

/** A version that stands for all others of which a table says the same. */
export interface RepresentativeVersion {
  /** The newest of them. */
  readonly version: string;
  /** All that it stands for, as in `1.6 to 1.7`. */
  readonly label: string;
}

/**
 * The versions that a table tells apart: one for each run of releases of which each capability has the same answer.
 *
 * @param stated versions as users state them; the lower ends of all ranges are looked at besides
 */
export function representativeVersions(
  table: CapabilityTable,
  stated: readonly string[],
): readonly RepresentativeVersion[] {
  const lowest = table.all.flatMap(({ versions }) => lowerEnds(versions));
  const whole = stated.filter((version) => !lowest.some((release) => isInside(release, version)));
  const releases = lowest.filter((release) => !whole.some((version) => firstOf(version) === release));
  const candidates = [...new Set([...releases, ...whole])].sort((a, b) => semver.compare(firstOf(a), firstOf(b)));
  const runs: { first: string; last: string; answers: string }[] = [];
  for (const version of candidates) {
    const answers = answersOf(table, version);
    const previous = runs.at(-1);
    if (previous?.answers === answers) {
      previous.last = version;
    } else {
      runs.push({ first: version, last: version, answers });
    }
  }
  return runs.map(({ first, last }) => ({ version: last, label: first === last ? last : `${first} to ${last}` }));
}

/** Where the parts of a range begin. `-0` is no release: it stands for the first candidate of one. */
function lowerEnds(range: string): readonly string[] {
  return new semver.Range(range, PRERELEASES).set.flatMap((comparators) => {
    const lower = comparators.filter(({ operator }) => operator !== '<' && operator !== '<=');
    return lower.map(({ semver: { version } }) => version.replace(/-0$/, '')).filter((version) => version !== '0.0.0');
  });
}

/** Whether a release is a later patch of a stated minor version, so that the patches are told apart. */
function isInside(release: string, version: string): boolean {
  return firstOf(version) !== release && GatewayVersion.parse(version).overlaps(release);
}

/** The first release that a version stands for. */
function firstOf(version: string): string {
  const [major, minor, ...rest] = version.split(/[.-]/);
  if (/^\d+\.\d+$/.test(version)) {
    return `${version}.0`;
  }
  return /^\d{4}-\d\d$/.test(version) && rest.length === 0 ? `${major}.${Number(minor)}.0` : version;
}

function answersOf(table: CapabilityTable, version: string): string {
  const at = GatewayVersion.parse(version);
  return JSON.stringify(
    CAPABILITIES.map((capability) => {
      const { value, notApplicable, unsettled } = table.at(capability, at);
      return [value, notApplicable, unsettled];
    }),
  );
}
