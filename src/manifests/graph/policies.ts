import type { ManifestIndex, ObjectReference } from '../index-set';
import { type FieldPath, isJsonObject, type JsonValue, type Manifest } from '../manifest';
import { ObjectMap } from '../object-map';
import { fieldAt, fieldOf, itemsOf, labelOf, optional, textOf } from './json-fields';
import { MultiMap } from './multi-map';
import { AGENTGATEWAY_POLICY, BACKEND_CONFIG_POLICY, type ObjectKind } from './object-kinds';
import { type Reference, referenceTo } from './reference';
import { portOf } from './reference-field';
import type { References } from './references';

/** A policy that configures an object. */
export interface Attachment {
  readonly policy: Manifest;
  readonly target: ObjectReference;
  /** The entry of the policy that names or selects the target. */
  readonly path: FieldPath;
  /** Whether the target is named, or selected by its labels. */
  readonly by: 'name' | 'labels';
  /** @default - the target as a whole */
  readonly sectionName?: string;
  /** @default - all ports of the target, unless there is a section */
  readonly port?: number | string;
}

/** The kinds of policy that select targets by label. */
const SELECTING: readonly ObjectKind[] = [BACKEND_CONFIG_POLICY, AGENTGATEWAY_POLICY];

interface Selection {
  readonly policy: Manifest;
  readonly path: FieldPath;
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly place: Pick<Attachment, 'sectionName' | 'port'>;
}

/** The policies of a set, by what they configure. */
export class Policies {
  private readonly targets = new Map<Manifest, readonly Attachment[]>();
  private readonly attachments = new ObjectMap<readonly Attachment[]>();
  private selections: MultiMap<Selection> | undefined;
  private objects: MultiMap<Manifest> | undefined;

  constructor(
    private readonly index: ManifestIndex,
    private readonly references: References,
  ) {}

  /** The policies that configure an object: those that name it, then those that select it; each in the order read. */
  on(target: ObjectReference): readonly Attachment[] {
    return this.attachments.getOrMake(target, () => this.findOn(target));
  }

  /** What a policy configures: what it names, whether in the set or not, then what it selects in the set. */
  targetsOf(policy: Manifest): readonly Attachment[] {
    const known = this.targets.get(policy) ?? this.findTargets(policy);
    this.targets.set(policy, known);
    return known;
  }

  private findTargets(policy: Manifest): readonly Attachment[] {
    const named = this.references
      .of(policy)
      .filter(({ purpose }) => purpose === 'target')
      .map(attachmentBy);
    return [...named, ...this.selectedBy(policy)];
  }

  /** Looks at everything that names the target, its routes too, so that the answer is kept. */
  private findOn(target: ObjectReference): readonly Attachment[] {
    const named = this.references
      .to(target)
      .filter(({ purpose }) => purpose === 'target')
      .map(attachmentBy);
    return [...named, ...this.selecting(target)];
  }

  private selecting(target: ObjectReference): readonly Attachment[] {
    const manifest = this.index.find(target);
    if (manifest === undefined) {
      return [];
    }
    this.selections ??= this.indexSelections();
    const { selections } = this;
    const labels = Object.entries(labelsOf(manifest));
    const keys = [selectionKey(target), ...labels.map((label) => selectionKey(target, label))];
    return keys
      .flatMap((key) => selections.get(key))
      .filter(({ labels: wanted }) => matches(manifest, wanted))
      .map(({ policy, path, place }) => ({ policy, target, path, by: 'labels', ...place }));
  }

  /** Each selection under one of its labels, so that only objects with that label look at it. */
  private indexSelections(): MultiMap<Selection> {
    const selections = new MultiMap<Selection>();
    for (const { group, kind } of SELECTING) {
      for (const policy of this.index.ofKind(group, kind)) {
        for (const { kind: target, selection } of selectionsOf(policy)) {
          const object = { ...target, ...optional('namespace', policy.key.namespace) };
          selections.add(selectionKey(object, selection.labels[0]), selection);
        }
      }
    }
    return selections;
  }

  private selectedBy(policy: Manifest): readonly Attachment[] {
    return selectionsOf(policy).flatMap(({ kind, selection: { path, labels, place } }) => {
      const candidates = this.objectsWith({ ...kind, ...optional('namespace', policy.key.namespace) }, labels[0]);
      return candidates
        .filter((candidate) => matches(candidate, labels))
        .map((candidate): Attachment => {
          return { policy, target: referenceTo(candidate), path, by: 'labels', ...place };
        });
    });
  }

  private objectsWith(
    { group, kind, namespace }: Omit<ObjectReference, 'name'>,
    label: readonly [string, string] | undefined,
  ): readonly Manifest[] {
    if (label === undefined) {
      return this.index.ofKind(group, kind).filter(({ key }) => key.namespace === namespace);
    }
    this.objects ??= this.indexSelectable();
    return this.objects.get(selectionKey({ group, kind, ...optional('namespace', namespace) }, label));
  }

  private indexSelectable(): MultiMap<Manifest> {
    const objects = new MultiMap<Manifest>();
    const kinds = new Map<string, ObjectKind>();
    for (const policy of SELECTING.flatMap(({ group, kind }) => this.index.ofKind(group, kind))) {
      for (const { kind } of selectionsOf(policy)) {
        kinds.set(JSON.stringify([kind.group, kind.kind]), kind);
      }
    }
    for (const { group, kind } of kinds.values()) {
      for (const manifest of this.index.ofKind(group, kind)) {
        for (const label of Object.entries(labelsOf(manifest))) {
          objects.add(selectionKey(referenceTo(manifest), label), manifest);
        }
      }
    }
    return objects;
  }
}

function attachmentBy({ from, to, path, sectionName, port }: Reference): Attachment {
  return {
    policy: from,
    target: to,
    path,
    by: 'name',
    ...optional('sectionName', sectionName),
    ...optional('port', port),
  };
}

/** The readable entries of `targetSelectors`. An entry without labels selects all objects of its kind. */
function selectionsOf(policy: Manifest): readonly { readonly kind: ObjectKind; readonly selection: Selection }[] {
  const { group, kind: policyKind } = referenceTo(policy);
  if (!SELECTING.some((selecting) => selecting.group === group && selecting.kind === policyKind)) {
    return [];
  }
  return itemsOf(fieldAt(policy.body, 'spec', 'targetSelectors')).flatMap((entry, index) => {
    const kind = textOf(entry, 'kind');
    const labels = wantedLabels(fieldOf(entry, 'matchLabels'));
    if (kind === undefined || labels === undefined) {
      return [];
    }
    const place = {
      ...optional('sectionName', textOf(entry, 'sectionName')),
      ...optional('port', portOf(fieldOf(entry, 'port'))),
    };
    const selection = { policy, path: ['spec', 'targetSelectors', index], labels, place };
    return [{ kind: { group: textOf(entry, 'group') ?? '', kind }, selection }];
  });
}

function wantedLabels(matchLabels: JsonValue | undefined): Selection['labels'] | undefined {
  const entries = isJsonObject(matchLabels) ? Object.entries(matchLabels) : undefined;
  return entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? entries : undefined;
}

function labelsOf({ body }: Manifest): Readonly<Record<string, JsonValue | undefined>> {
  const labels = fieldAt(body, 'metadata', 'labels');
  return isJsonObject(labels) ? labels : {};
}

function matches(manifest: Manifest, labels: Selection['labels']): boolean {
  return labels.every(([key, value]) => labelOf(manifest, key) === value);
}

function selectionKey(
  { group, kind, namespace }: Omit<ObjectReference, 'name'>,
  label?: readonly [key: string, value: JsonValue | undefined],
): string {
  return JSON.stringify([group, kind, namespace ?? null, label ?? null]);
}
