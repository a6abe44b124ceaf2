import { BACKEND_TLS_POLICY, isOfKind } from '../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../manifests/graph/reference';
import type { ObjectReference } from '../manifests/index-set';
import type { Side } from './edge-state';
import { describeEdge, type Edge, type Wiring } from './edges';
import type { GatewayTraits } from './gateway-traits';
import { keyOfMaterial, type PresentedMaterial, type TrustMaterial } from './material';
import { readPresented, readTrust } from './read-material';
import { type Change, MAX_CHANGES, type Slot, type Step } from './step';
import { type ChangedManifests, type Version, type Wired, World } from './world';

/** One hop before and after a change of manifests. */
export interface EdgePair {
  readonly before: Edge;
  readonly after: Edge;
}

/** A change that one end of a hop goes through. */
export interface EdgeChange {
  readonly id: Change;
  readonly side: Side;
  /**
   * The object that changes.
   * @default - other objects come to be annotated
   */
  readonly object?: ObjectReference;
  /** For messages: `Bundle roots`. */
  readonly title: string;
}

/** The step of one hop, with what its changes are. */
export interface EdgeStep {
  readonly edge: EdgePair;
  readonly step: Step<PresentedMaterial, TrustMaterial>;
  readonly changes: ReadonlyMap<Change, EdgeChange>;
}

/** A hop that sees more changes at once than can be judged. */
export interface OverfullStep {
  readonly edge: EdgePair;
  readonly tooManyChanges: number;
}

interface SlotReading<Value> {
  readonly slot: Slot<Value>;
  readonly changes: readonly EdgeChange[];
}

type Reader<Value> = (world: World, wiring: Wiring, version: Version, wired: Wired) => Value;

/** Makes steps of hops. To be made once for two sets of manifests: what is read is kept. */
export class EdgeSteps {
  private readonly values = new Map<string, unknown>();

  constructor(private readonly manifests: ChangedManifests) {}

  /** The step that a change of manifests makes for one hop. */
  stepOf(edge: EdgePair, traits: GatewayTraits): EdgeStep | OverfullStep {
    const title = describeEdge(edge.after);
    const slots = {
      client: {
        presents: this.read(edge, 'client', 'presents', presentedReader({ type: 'none' })),
        trusts: this.read(edge, 'client', 'trusts', trustReader(edge, traits, `the gateway of ${title}`)),
      },
      server: {
        presents: this.read(
          edge,
          'server',
          'presents',
          presentedReader({ type: 'unknown', id: title, title: formatReference(edge.after.backend) }),
        ),
        trusts: this.read(
          edge,
          'server',
          'trusts',
          trustReader(undefined, undefined, formatReference(edge.after.backend)),
        ),
      },
    };
    const all = [slots.client.presents, slots.client.trusts, slots.server.presents, slots.server.trusts];
    const changes = new Map(all.flatMap((reading) => reading.changes.map((change) => [change.id, change] as const)));
    return changes.size > MAX_CHANGES
      ? { edge, tooManyChanges: changes.size }
      : {
          edge,
          changes,
          step: {
            client: { presents: slots.client.presents.slot, trusts: slots.client.trusts.slot },
            server: { presents: slots.server.presents.slot, trusts: slots.server.trusts.slot },
          },
        };
  }

  /**
   * Reads a slot in every mix of old and new of the objects that matter to it. Reading tells which those are, so it is
   * done again until no more turn up.
   */
  private read<Value extends PresentedMaterial | TrustMaterial>(
    edge: EdgePair,
    side: Side,
    part: 'presents' | 'trusts',
    reader: Reader<Value>,
  ): SlotReading<Value> {
    const wirings = { before: edge.before[side][part], after: edge.after[side][part] };
    const wiring = wiringChange(side, part, edge);
    const changes = new Map<string, EdgeChange>(wiring === undefined ? [] : [[wiring.id, wiring]]);
    const valueAt = (applied: ReadonlySet<Change>): Value => {
      const version = wiring !== undefined && applied.has(wiring.id) ? 'after' : 'before';
      const world = new World(this.manifests, (identity) => applied.has(changeId(side, identity)));
      const value = this.intern(reader(world, wirings[version], version, wiring === undefined ? 'both' : version));
      for (const object of world.changedObjects()) {
        const change = objectChange(side, object);
        changes.set(change.id, changes.get(change.id) ?? change);
      }
      return value;
    };
    this.explore(changes, valueAt);
    const deciding = [...changes.values()];
    return {
      slot: remembering(
        deciding.map(({ id }) => id),
        valueAt,
      ),
      changes: deciding,
    };
  }

  /** Reads with more and more changes applied, until none is found that was not known. */
  private explore(changes: ReadonlyMap<string, EdgeChange>, valueAt: (applied: ReadonlySet<Change>) => unknown): void {
    let known = -1;
    while (known < changes.size && changes.size <= MAX_CHANGES) {
      known = changes.size;
      const ids = [...changes.keys()];
      for (let mask = 0; mask < 2 ** ids.length; mask++) {
        valueAt(new Set(ids.filter((_, index) => (mask & (1 << index)) !== 0)));
      }
    }
  }

  /** The same object for the same value, so that verifications of it are kept. */
  private intern<Value extends PresentedMaterial | TrustMaterial>(value: Value): Value {
    const key = keyOfMaterial(value);
    const known = this.values.get(key) ?? value;
    this.values.set(key, known);
    return known as Value;
  }
}

function presentedReader(nothing: PresentedMaterial): Reader<PresentedMaterial> {
  return (world, { sources }, _, wired) => {
    const each = sources.map(({ object }) => readPresented(world, object, wired));
    return each.length > 1 ? { type: 'several', each } : (each[0] ?? nothing);
  };
}

function trustReader(
  edge: EdgePair | undefined,
  traits: GatewayTraits | undefined,
  title: string,
): Reader<TrustMaterial> {
  return (world, { sources, by }, version, wired) => {
    if (sources.length === 0) {
      return { type: 'unknown', id: title, title };
    }
    const isPolicy = by !== undefined && isOfKind(referenceTo(by), BACKEND_TLS_POLICY);
    const used = isPolicy && traits?.caReferences === 'first-only' ? sources.slice(0, 1) : sources;
    if (isPolicy && traits?.caReferences === 'one-or-rejected' && sources.length > 1) {
      const message = `${formatReference(referenceTo(by))} names ${sources.length} objects with roots, and ${traits.title} refuses more than one`;
      return { type: 'unusable', reason: 'dual-trust-shape', message };
    }
    const read = used.map(({ object, key }) => ({ object, ...readTrust(world, object, key, wired) }));
    const missing = read.flatMap((source) => source.missing);
    if (missing.length > 0) {
      return {
        type: 'unusable',
        reason: 'missing-object',
        message: `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not there`,
      };
    }
    const crowded = read.find(({ anchors }) => traits?.certificatesPerObject === 'one' && anchors.length > 1);
    if (crowded !== undefined && traits !== undefined) {
      const message = `${formatReference(crowded.object)} holds ${crowded.anchors.length} certificates, and ${traits.title} takes one per object`;
      return { type: 'unusable', reason: 'dual-trust-shape', message };
    }
    const names = edge?.[version].client.names;
    return {
      type: 'anchors',
      anchors: read.flatMap(({ anchors }) => anchors),
      opaque: read.flatMap(({ opaque }) => opaque),
      ...(names === undefined ? {} : { names }),
    };
  };
}

/** The change of what is named: other objects, other keys, other names to look for. */
function wiringChange(side: Side, part: 'presents' | 'trusts', { before, after }: EdgePair): EdgeChange | undefined {
  const wirings = [before, after].map((edge) => edge[side][part]);
  const [old, current] = wirings.map(({ sources }, index) =>
    JSON.stringify([
      sources,
      side === 'client' && part === 'trusts' ? [before, after][index]?.client.names : undefined,
    ]),
  );
  if (old === current) {
    return undefined;
  }
  const by = after[side][part].by ?? before[side][part].by;
  return by === undefined
    ? { id: `${side} ${part}`, side, title: `the annotations that say what the backend ${part}` }
    : objectChange(side, referenceTo(by));
}

function objectChange(side: Side, object: ObjectReference): EdgeChange {
  return { id: changeId(side, identityOf(object)), side, object, title: formatReference(object) };
}

/** Each end picks an object up at its own time. */
function changeId(side: Side, identity: string): Change {
  return `${side} ${identity}`;
}

function remembering<Value>(changes: readonly Change[], read: (applied: ReadonlySet<Change>) => Value): Slot<Value> {
  const known = new Map<string, Value>();
  return {
    changes,
    valueAt: (applied) => {
      const key = changes.map((change) => (applied.has(change) ? '1' : '0')).join('');
      const value = known.get(key) ?? read(applied);
      known.set(key, value);
      return value;
    },
  };
}
