import { controllerCapability } from '../../../gateways/kong/license-storage';
import { fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf, type StatedGateway } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type KongController, kongControllersOf, statedVersion, usesKonnectLicensing } from './_kong-controller';

const CONTROLLERS = ['kong-ingress-controller', 'kong-operator'] as const;

/** A KongLicense that no controller takes. */
export const kongLicenseIgnored: Rule<CheckContext> = {
  id: 'license/konglicense-ignored',
  severity: 'error',
  title: 'A KongLicense is not used',
  why:
    'Of several KongLicenses only the newest counts (condition ReplacedByNewer); with a license of Konnect none does; ' +
    'and Kong Ingress Controller reads the kind since 3.1 only. Kong Gateway then runs with another license or none.',
  fix: 'Keep one KongLicense, and none beside a license of Konnect.',
  check({ index, gateways }) {
    const licenses = index.ofKind('configuration.konghq.com', 'KongLicense').filter(isEnabled);
    if (licenses.length === 0) {
      return notApplicable('there is no KongLicense that is enabled');
    }
    const konnect = kongControllersOf(index).find(usesKonnectLicensing);
    if (konnect !== undefined) {
      return resultOf(licenses.map((license) => besideKonnect(license, konnect)));
    }
    const controllers = versionsOf(index, gateways);
    const isRead = controllers.some(
      ({ name, version }) => controllerCapability(name, 'kongLicense', version) !== 'ignored',
    );
    const [first] = isRead ? [] : controllers;
    return resultOf(
      first === undefined
        ? replaced(licenses)
        : licenses.map((license) => notRead(license, `${first.name} ${first.version}`)),
    );
  },
};

/** The controllers whose version is known: those that the set deploys, else those that are stated. */
function versionsOf(index: ManifestIndex, gateways: readonly StatedGateway[]) {
  const deployed = kongControllersOf(index, gateways);
  const stated = CONTROLLERS.map((name) => ({ name, version: statedVersion(gateways, name) }));
  return (deployed.length > 0 ? deployed : stated).flatMap(({ name, version }) =>
    version === undefined ? [] : [{ name, version }],
  );
}

function isEnabled({ body }: Manifest): boolean {
  return fieldOf(body, 'enabled') !== false;
}

function besideKonnect(manifest: Manifest, { container }: KongController): RuleFinding {
  return {
    manifest,
    path: [],
    message: `${container.workload.key.kind} ${container.workload.key.name} takes its license from Konnect, so no KongLicense is read`,
    fix: 'remove the KongLicense, or turn --konnect-licensing-enabled off',
  };
}

function notRead(manifest: Manifest, controller: string): RuleFinding {
  return {
    manifest,
    path: [],
    message: `${controller} does not read KongLicense; 3.1 and later of Kong Ingress Controller do`,
    fix: 'upgrade the controller, or set KONG_LICENSE_DATA of Kong Gateway from a Secret',
  };
}

/** The newest counts, and of equal age the one whose name comes first. Manifests seldom say when they were created. */
function replaced(licenses: readonly Manifest[]): readonly RuleFinding[] {
  if (licenses.length < 2) {
    return [];
  }
  const ages = licenses.map(createdAt);
  const isOrdered = ages.every((age) => age !== undefined);
  const [newest, ...others] = isOrdered ? [...licenses].sort(byAge) : licenses;
  if (newest === undefined) {
    return [];
  }
  const message = isOrdered
    ? `KongLicense ${newest.key.name} is newer, so this one is not used`
    : `there are ${licenses.length} KongLicenses, of which the newest alone is used, here and in KongLicense ${newest.key.name}`;
  return others.map((manifest) => ({ manifest, path: [], message, fix: 'keep one KongLicense' }));
}

function createdAt({ body }: Manifest): number | undefined {
  const text = fieldAt(body, 'metadata', 'creationTimestamp');
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function byAge(left: Manifest, right: Manifest): number {
  const difference = (createdAt(right) ?? 0) - (createdAt(left) ?? 0);
  return difference !== 0 ? difference : left.key.name < right.key.name ? -1 : 1;
}
