import { annotationOf, fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from '../manifests/graph/json-fields';
import type { ManifestIndex } from '../manifests/index-set';
import type { JsonValue, Manifest } from '../manifests/manifest';

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
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * The workloads whose pods see an object as it was when they started: kubelets update neither mounts by subPath nor
 * environment variables. Those that are restarted by Reloader or Wave are left out.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
 */
export function onceReaders(index: ManifestIndex, object: DataObject): readonly OnceReader[] {
  return WORKLOADS.flatMap((kind) => index.ofKind('apps', kind))
    .filter(({ key }) => key.namespace === object.namespace)
    .filter((workload) => !isRestartedFor(workload, object))
    .flatMap((workload): readonly OnceReader[] => {
      const how = howReadOnce(fieldAt(workload.body, 'spec', 'template', 'spec'), object);
      return how === undefined ? [] : [{ workload, object, how }];
    });
}

function howReadOnce(pod: JsonValue | undefined, object: DataObject): string | undefined {
  const containers = ['containers', 'initContainers'].flatMap((field) => itemsOf(fieldOf(pod, field)));
  const volumes = new Set(
    itemsOf(fieldOf(pod, 'volumes')).flatMap((volume) =>
      isVolumeOf(volume, object) ? (textOf(volume, 'name') ?? []) : [],
    ),
  );
  const mountsByPath = containers
    .flatMap((container) => itemsOf(fieldOf(container, 'volumeMounts')))
    .some((mount) => hasSubPath(mount) && volumes.has(textOf(mount, 'name') ?? ''));
  if (mountsByPath) {
    return 'mounts it by subPath';
  }
  return containers.some((container) => isInEnvironment(container, object))
    ? 'reads it as environment variables'
    : undefined;
}

function isVolumeOf(volume: JsonValue, object: DataObject): boolean {
  return [volume, ...itemsOf(fieldAt(volume, 'projected', 'sources'))].some((source) =>
    object.kind === 'Secret'
      ? textOf(fieldOf(source, 'secret'), 'secretName') === object.name ||
        textOf(fieldOf(source, 'secret'), 'name') === object.name
      : textOf(fieldOf(source, 'configMap'), 'name') === object.name,
  );
}

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
