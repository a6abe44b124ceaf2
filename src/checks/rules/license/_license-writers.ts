import { STORAGE_SECRET_PREFIX } from '../../../gateways/kong/license-storage';
import { type DataKeys, dataKeys, hasKey } from '../../../manifests/graph/data-keys';
import { annotationOf, fieldAt, fieldOf, itemsOf, labelOf, textOf } from '../../../manifests/graph/json-fields';
import { EXTERNAL_SECRET, isOfKind, SEALED_SECRET, SECRET } from '../../../manifests/graph/object-kinds';
import type { Production } from '../../../manifests/graph/production';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { type Container, containersOf, environmentOf } from '../_containers';
import { CONTROL_PLANE_ID, kongControllersOf, settingOf, storesLicense } from './_kong-controller';

/** What writes a Secret that holds the license of Kong. */
export interface LicenseWriter {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** What to call it: `ExternalSecret edge`. */
  readonly title: string;
  /** Name of the Secret. */
  readonly name: string;
  readonly namespace?: string;
  readonly keys: DataKeys;
  /** Whether all keys of the Secret become its own. */
  readonly replacesAll: boolean;
  /** Whether it is one of Kong's controllers, which names the Secret after its control plane. */
  readonly isController: boolean;
}

/** Written by `LicenseStore`. */
const LICENSE_LABEL = 'upstream-tls.dev/license';
const EXPIRES_ANNOTATION = 'upstream-tls.dev/license-expires';
/** What Kong's controllers write. */
const CONTROLLER_KEYS = ['payload', 'id', 'updated_at'];
const SYNC_SCRIPT = 'sync-license.cjs';
/** By the convention of Kong's charts. */
const LICENSE_NAME = /-license$/;
const LICENSE_KEY = 'license';

/** What writes Secrets of licenses, each Secret with all that write it, in the order read. */
export function licenseWritersOf(context: CheckContext): readonly (readonly LicenseWriter[])[] {
  const { index, graph } = context;
  const makers = graph.productions.all().filter(isMaker);
  const controllers = controllersOf(index);
  const writers = [...makers.map(makerOf), ...syncJobsOf(index), ...controllers, ...absentOf(index, controllers)];
  const groups = new Map<string, LicenseWriter[]>();
  for (const writer of writers) {
    const key = placeOf(writer.namespace, writer.name);
    const others = groups.get(key);
    if (others === undefined) {
      groups.set(key, [writer]);
    } else {
      others.push(writer);
    }
  }
  const read = secretsReadAsLicense(index);
  return [...groups].filter(([place, group]) => read.has(place) || group.some(isOfLicense)).map(([, group]) => group);
}

function placeOf(namespace: string | undefined, name: string): string {
  return JSON.stringify([namespace ?? null, name]);
}

function isMaker({ by, target }: Production): boolean {
  const made = referenceTo(by);
  return isOfKind(target, SECRET) && (isOfKind(made, EXTERNAL_SECRET) || isOfKind(made, SEALED_SECRET));
}

function makerOf({ by, target, keys, creates }: Production): LicenseWriter {
  const isNamed = fieldAt(by.body, 'spec', 'target', 'name') !== undefined;
  return {
    manifest: by,
    title: `${by.key.kind} ${by.key.name}`,
    path: isNamed ? ['spec', 'target', 'name'] : ['metadata', 'name'],
    name: target.name,
    ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
    keys,
    replacesAll: creates,
    isController: false,
  };
}

/** The synchronization of `LicenseStore`, by its program. */
function syncJobsOf(index: ManifestIndex): readonly LicenseWriter[] {
  const path = ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers'];
  return index.ofKind('batch', 'CronJob').flatMap((workload) =>
    itemsOf(fieldAt(workload.body, ...path)).flatMap((body, position) => {
      const container: Container = { workload, path: [...path, position], image: '', body };
      const runsScript = itemsOf(fieldOf(body, 'command')).some(
        (word) => typeof word === 'string' && word.endsWith(SYNC_SCRIPT),
      );
      const secret = environmentOf(container, 'SECRET_NAME');
      const namespace = environmentOf(container, 'SECRET_NAMESPACE')?.value ?? workload.key.namespace;
      return !runsScript || secret?.value === undefined
        ? []
        : [
            {
              manifest: workload,
              path: secret.path,
              title: `${workload.key.kind} ${workload.key.name}`,
              name: secret.value,
              ...(namespace === undefined ? {} : { namespace }),
              keys: dataKeys([environmentOf(container, 'SECRET_KEY')?.value ?? LICENSE_KEY]),
              replacesAll: false,
              isController: false,
            },
          ];
    }),
  );
}

function controllersOf(index: ManifestIndex): readonly LicenseWriter[] {
  return kongControllersOf(index)
    .filter(storesLicense)
    .flatMap((controller) => {
      const setting = settingOf(controller, CONTROL_PLANE_ID);
      const { workload } = controller.container;
      const { namespace } = workload.key;
      return setting?.value === undefined || setting.value === ''
        ? []
        : [
            {
              manifest: workload,
              path: setting.path,
              title: `${workload.key.kind} ${workload.key.name}`,
              name: `${STORAGE_SECRET_PREFIX}${setting.value}`,
              ...(namespace === undefined ? {} : { namespace }),
              keys: dataKeys(CONTROLLER_KEYS),
              replacesAll: false,
              isController: true,
            },
          ];
    });
}

/** Controllers that are not in the set, by the empty Secret that `LicenseStore` lays out for each. */
function absentOf(index: ManifestIndex, present: readonly LicenseWriter[]): readonly LicenseWriter[] {
  return index
    .ofKind('', 'Secret')
    .filter(({ key }) => key.name.startsWith(STORAGE_SECRET_PREFIX))
    .filter((secret) => labelOf(secret, LICENSE_LABEL) === 'true')
    .filter(({ key }) => !present.some(({ name, namespace }) => name === key.name && namespace === key.namespace))
    .map((manifest) => ({
      manifest,
      path: ['metadata', 'name'],
      title: 'the controller that it is laid out for',
      name: manifest.key.name,
      ...(manifest.key.namespace === undefined ? {} : { namespace: manifest.key.namespace }),
      keys: dataKeys(CONTROLLER_KEYS),
      replacesAll: false,
      isController: true,
    }));
}

/** The Secrets that containers have the license of Kong Gateway from. */
function secretsReadAsLicense(index: ManifestIndex): ReadonlySet<string> {
  return new Set(
    containersOf(index).flatMap(({ workload, body }) =>
      itemsOf(fieldOf(body, 'env'))
        .filter((entry) => textOf(entry, 'name') === 'KONG_LICENSE_DATA')
        .flatMap((entry) => textOf(fieldAt(entry, 'valueFrom', 'secretKeyRef'), 'name') ?? [])
        .map((name) => placeOf(workload.key.namespace, name)),
    ),
  );
}

function isOfLicense({ manifest, name, keys, isController }: LicenseWriter): boolean {
  return (
    isController ||
    manifest.key.kind === 'CronJob' ||
    name.startsWith(STORAGE_SECRET_PREFIX) ||
    labelOf(manifest, LICENSE_LABEL) === 'true' ||
    annotationOf(manifest, EXPIRES_ANNOTATION) !== undefined ||
    (LICENSE_NAME.test(name) && hasKey(keys, LICENSE_KEY) === 'yes')
  );
}
