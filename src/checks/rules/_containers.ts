import { fieldAt, fieldOf, itemsOf, textOf } from '../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../../manifests/manifest';

/** One container of a workload's pods. */
export interface Container {
  /** The Deployment, StatefulSet or DaemonSet. */
  readonly workload: Manifest;
  readonly path: FieldPath;
  /** Empty if the container states none. */
  readonly image: string;
  readonly body: JsonValue;
}

/** What a program is told by a flag or an environment variable. */
export interface Setting {
  /** @default - the value comes from elsewhere (a Secret, a ConfigMap, the pod's own fields) */
  readonly value?: string;
  readonly path: FieldPath;
}

const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The containers of all workloads, init containers left out: those are gone when traffic comes. */
export function containersOf(index: ManifestIndex): readonly Container[] {
  return WORKLOAD_KINDS.flatMap((kind) => index.ofKind('apps', kind)).flatMap((workload) => {
    const path = ['spec', 'template', 'spec', 'containers'];
    return itemsOf(fieldAt(workload.body, ...path)).map((body, position) => ({
      workload,
      path: [...path, position],
      image: textOf(body, 'image') ?? '',
      body,
    }));
  });
}

/** The last part of an image's repository: `kong-gateway` of `registry.example.com/kong/kong-gateway:3.9@sha256:...`. */
export function imageName({ image }: Container): string {
  return repositoryOf(image).split('/').at(-1) ?? '';
}

/** The tag of an image; undefined if it has none, as where only a digest is given. */
export function imageTag({ image }: Container): string | undefined {
  const repository = repositoryOf(image);
  const rest = withoutDigest(image).slice(repository.length);
  return rest.startsWith(':') ? rest.slice(1) : undefined;
}

function repositoryOf(image: string): string {
  const plain = withoutDigest(image);
  const colon = plain.lastIndexOf(':');
  // A colon before the last slash belongs to the port of a registry.
  return colon > plain.lastIndexOf('/') ? plain.slice(0, colon) : plain;
}

function withoutDigest(image: string): string {
  return image.split('@', 1)[0] ?? '';
}

/** An environment variable of a container; the last one of a name wins. */
export function environmentOf(container: Container, name: string): Setting | undefined {
  const entries = itemsOf(fieldOf(container.body, 'env'));
  const position = entries.findLastIndex((entry) => textOf(entry, 'name') === name);
  if (position < 0) {
    return undefined;
  }
  const value = fieldOf(entries[position], 'value');
  const isElsewhere = fieldOf(entries[position], 'valueFrom') !== undefined;
  const path = [...container.path, 'env', position];
  return isElsewhere ? { path } : { value: typeof value === 'string' ? value : '', path };
}

/** A command line flag, as `--flag=value`, `--flag value` or `--flag`, which stands for `true`. */
export function flagOf(container: Container, flag: string): Setting | undefined {
  for (const field of ['args', 'command']) {
    const words = itemsOf(fieldOf(container.body, field));
    const position = words.findLastIndex(
      (word) => word === flag || (typeof word === 'string' && word.startsWith(`${flag}=`)),
    );
    if (position >= 0) {
      return { value: flagValue(words, position, flag), path: [...container.path, field, position] };
    }
  }
  return undefined;
}

function flagValue(words: readonly JsonValue[], position: number, flag: string): string {
  const word = String(words[position]);
  const next = words[position + 1];
  if (word.startsWith(`${flag}=`)) {
    return word.slice(flag.length + 1);
  }
  return typeof next === 'string' && !next.startsWith('-') ? next : 'true';
}

/** The ServiceAccount that a workload's pods run as. */
export function serviceAccountOf(workload: Manifest): string {
  return textOf(fieldAt(workload.body, 'spec', 'template', 'spec'), 'serviceAccountName') ?? 'default';
}
