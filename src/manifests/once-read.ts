import { annotationOf, fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from './graph/json-fields';
import type { ManifestIndex } from './index-set';
import type { JsonValue, Manifest } from './manifest';

/** A ConfigMap or Secret. */
export interface DataObject {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string | undefined;
  readonly name: string;
}

/** A workload whose pods read an object once, when they start. */
export interface OnceReader {
  readonly workload: Manifest;
  readonly object: DataObject;
  /** How they read it: lower case, as in `mounts it by subPath`. */
  readonly how: string;
  /** Whether the pods would see a change if they mounted the object as a folder. */
  readonly folderHelps: boolean;
}

type Reading = Pick<OnceReader, 'folderHelps' | 'how'>;

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * Settings of kong.conf that name files with what Kong Gateway presents to backends, and what it verifies them against
 * where a Service has no CA of its own. It reads them when it starts (Kong/kubernetes-ingress-controller#3184).
 */
const KONG_FILES: ReadonlySet<string> = new Set([
  'KONG_CLIENT_SSL_CERT',
  'KONG_CLIENT_SSL_CERT_KEY',
  'KONG_LUA_SSL_TRUSTED_CERTIFICATE',
]);

/**
 * The workloads whose pods see an object as it was when they started: kubelets update neither mounts by subPath nor
 * environment variables, and Kong Gateway never reads the files of its kong.conf again. Those that are restarted by
 * Reloader or Wave are left out.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
 */
export function onceReaders(index: ManifestIndex, object: DataObject): readonly OnceReader[] {
  return startReaders(index, object).filter(({ workload }) => !isRestartedFor(workload, object));
}

/** The workloads whose pods read an object when they start, also those that something restarts when it changes. */
export function startReaders(index: ManifestIndex, object: DataObject): readonly OnceReader[] {
  const known = READERS.get(index) ?? readersByObject(index);
  READERS.set(index, known);
  return known.get(keyOf(object)) ?? [];
}

/** All readers of a set are found in one pass: there may be many objects, and many workloads. */
const READERS = new WeakMap<ManifestIndex, ReadonlyMap<string, readonly OnceReader[]>>();

function readersByObject(index: ManifestIndex): ReadonlyMap<string, readonly OnceReader[]> {
  const found = new Map<string, OnceReader[]>();
  for (const workload of workloadsIn(index)) {
    const pod = podOf(workload);
    for (const object of dataObjectsOf(workload)) {
      const reading = readingOf(pod, object);
      if (reading !== undefined) {
        const readers = found.get(keyOf(object)) ?? [];
        readers.push({ workload, object, ...reading });
        found.set(keyOf(object), readers);
      }
    }
  }
  return found;
}

function keyOf({ kind, namespace, name }: DataObject): string {
  return JSON.stringify([kind, namespace ?? null, name]);
}

/** How the pods of a workload read an object, if they see it as it was when they started and nothing restarts them. */
export function onceReader(workload: Manifest, object: DataObject): OnceReader | undefined {
  const reading = isRestartedFor(workload, object) ? undefined : readingOf(podOf(workload), object);
  return reading && { workload, object, ...reading };
}

/** The ConfigMaps and Secrets that a workload gives to kong.conf as files. */
export function kongFilesOf(workload: Manifest): readonly DataObject[] {
  const pod = podOf(workload);
  return itemsOf(fieldOf(pod, 'volumes'))
    .flatMap((volume) => objectsOf(volume, workload.key.namespace))
    .filter((object) => kongSettingFor(pod, object) !== undefined);
}

/** All workloads of a set that have pods of their own. */
export function workloadsIn(index: ManifestIndex): readonly Manifest[] {
  return WORKLOADS.flatMap((kind) => index.ofKind('apps', kind));
}

/** The ConfigMaps and Secrets that the pods of a workload mount or take into their environment, each once. */
export function dataObjectsOf(workload: Manifest): readonly DataObject[] {
  const [pod, namespace] = [podOf(workload), workload.key.namespace];
  const mounted = itemsOf(fieldOf(pod, 'volumes')).flatMap((volume) => objectsOf(volume, namespace));
  const inEnvironment = containersOf(pod)
    .flatMap((container) => [
      ...itemsOf(fieldOf(container, 'env')).map((entry) => fieldOf(entry, 'valueFrom')),
      ...itemsOf(fieldOf(container, 'envFrom')),
    ])
    .flatMap((source) =>
      ENVIRONMENT_SOURCES.flatMap(([kind, ...fields]): readonly DataObject[] =>
        fields.flatMap((field) => {
          const name = textOf(fieldOf(source, field), 'name');
          return name === undefined ? [] : [{ kind, namespace, name }];
        }),
      ),
    );
  return [
    ...new Map([...mounted, ...inEnvironment].map((object) => [`${object.kind} ${object.name}`, object])).values(),
  ];
}

function podOf(workload: Manifest): JsonValue | undefined {
  return fieldAt(workload.body, 'spec', 'template', 'spec');
}

function readingOf(pod: JsonValue | undefined, object: DataObject): Reading | undefined {
  if (mountsOf(pod, object).some(({ mount }) => hasSubPath(mount))) {
    return { how: 'mounts it by subPath', folderHelps: true };
  }
  if (containersOf(pod).some((container) => isInEnvironment(container, object))) {
    return { how: 'reads it as environment variables', folderHelps: true };
  }
  const setting = kongSettingFor(pod, object);
  return setting === undefined
    ? undefined
    : { how: `names its file in ${setting}, which Kong Gateway reads when it starts`, folderHelps: false };
}

/** The setting of kong.conf that names a file below a mount of the object. */
function kongSettingFor(pod: JsonValue | undefined, object: DataObject): string | undefined {
  return mountsOf(pod, object)
    .flatMap(({ container, mount }) => {
      const folder = textOf(mount, 'mountPath')?.replace(/\/$/, '');
      return itemsOf(fieldOf(container, 'env')).flatMap((entry) => {
        const name = textOf(entry, 'name') ?? '';
        const files = (textOf(entry, 'value') ?? '').split(',').map((file) => file.trim());
        const isBelow = files.some((file) => file === folder || file.startsWith(`${folder}/`));
        return folder !== undefined && KONG_FILES.has(name) && isBelow ? [name] : [];
      });
    })
    .at(0);
}

function containersOf(pod: JsonValue | undefined): readonly JsonValue[] {
  return ['containers', 'initContainers'].flatMap((field) => itemsOf(fieldOf(pod, field)));
}

function mountsOf(pod: JsonValue | undefined, object: DataObject) {
  const volumes = new Set(
    itemsOf(fieldOf(pod, 'volumes')).flatMap((volume) =>
      isVolumeOf(volume, object) ? (textOf(volume, 'name') ?? []) : [],
    ),
  );
  return containersOf(pod).flatMap((container) =>
    itemsOf(fieldOf(container, 'volumeMounts'))
      .filter((mount) => volumes.has(textOf(mount, 'name') ?? ''))
      .map((mount) => ({ container, mount })),
  );
}

/** The ConfigMaps and Secrets of a volume, whose pods see those of their own namespace only. */
function objectsOf(volume: JsonValue, namespace: string | undefined): readonly DataObject[] {
  return [volume, ...itemsOf(fieldAt(volume, 'projected', 'sources'))].flatMap((source): readonly DataObject[] => {
    const secret = textOf(fieldOf(source, 'secret'), 'secretName') ?? textOf(fieldOf(source, 'secret'), 'name');
    const configMap = textOf(fieldOf(source, 'configMap'), 'name');
    return [
      ...(secret === undefined ? [] : [{ kind: 'Secret', namespace, name: secret } as const]),
      ...(configMap === undefined ? [] : [{ kind: 'ConfigMap', namespace, name: configMap } as const]),
    ];
  });
}

function isVolumeOf(volume: JsonValue, { kind, name }: DataObject): boolean {
  return objectsOf(volume, undefined).some((object) => object.kind === kind && object.name === name);
}

const ENVIRONMENT_SOURCES = [
  ['Secret', 'secretKeyRef', 'secretRef'],
  ['ConfigMap', 'configMapKeyRef', 'configMapRef'],
] as const;

function hasSubPath(mount: JsonValue): boolean {
  return textOf(mount, 'subPath') !== undefined || textOf(mount, 'subPathExpr') !== undefined;
}

function isInEnvironment(container: JsonValue, { kind, name }: DataObject): boolean {
  const [one, all] = kind === 'Secret' ? ['secretKeyRef', 'secretRef'] : ['configMapKeyRef', 'configMapRef'];
  return (
    itemsOf(fieldOf(container, 'env')).some((entry) => textOf(fieldAt(entry, 'valueFrom', one), 'name') === name) ||
    itemsOf(fieldOf(container, 'envFrom')).some((entry) => textOf(fieldOf(entry, all), 'name') === name)
  );
}

/** Whether Reloader or Wave restarts the workload when the object changes. */
function isRestartedFor(workload: Manifest, { kind, name }: DataObject): boolean {
  const type = kind.toLowerCase();
  const isTrue = [
    'reloader.stakater.com/auto',
    `${type}.reloader.stakater.com/auto`,
    'wave.pusher.com/update-on-config-change',
  ];
  const listed = nonEmpty(annotationOf(workload, `${type}.reloader.stakater.com/reload`)) ?? '';
  return (
    isTrue.some((annotation) => annotationOf(workload, annotation) === 'true') ||
    listed.split(',').some((item) => item.trim() === name)
  );
}
