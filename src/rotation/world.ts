import { isDeepStrictEqual } from 'node:util';
import { ISSUES_UNDER_ANNOTATION } from '../manifests/graph/certificate-fields';
import { annotationOf, fieldOf } from '../manifests/graph/json-fields';
import { CERTIFICATE, CONFIG_MAP, isOfKind, SECRET } from '../manifests/graph/object-kinds';
import type { Production } from '../manifests/graph/production';
import { identityOf, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ObjectReference } from '../manifests/index-set';
import type { Manifest } from '../manifests/manifest';
import { type Certificate, readCertificates } from '../trust';

/** Which of two sets of manifests an object is taken from. */
export type Version = 'after' | 'before';

/** The sets in which an object names another; in both where it does not change. */
export type Wired = Version | 'both';

/** Two sets of manifests, the second of which is to replace the first. */
export type GraphPair = { readonly [version in Version]: ReferenceGraph };

/** An object of a world, with what controllers write into it. */
export type LocatedObject =
  | {
      readonly state: 'found';
      /** @default - only controllers write it */
      readonly manifest?: Manifest;
      readonly version: Version;
      readonly productions: readonly LocatedProduction[];
    }
  /** It is not made yet, or no longer. */
  | { readonly state: 'missing' }
  /** Neither set has it. */
  | { readonly state: 'external' };

/** A production with the version of the object that causes it. */
export interface LocatedProduction extends Production {
  readonly version: Version;
}

/** Reads PEM texts, each once: one bundle serves many hops, and reading a certificate takes a millisecond. */
export class CertificateReader {
  private readonly known = new Map<string, readonly Certificate[]>();

  /** The certificates that every common reader takes from the text; what is wrong with it is for other checks. */
  read(pem: string): readonly Certificate[] {
    const certificates =
      this.known.get(pem) ?? readCertificates(pem).certificates.map(({ certificate }) => certificate);
    this.known.set(pem, certificates);
    return certificates;
  }
}

/** What two sets of manifests hold, and how they differ. To be made once: what is found out is kept. */
export class ChangedManifests {
  private readonly known = new Map<string, boolean>();

  constructor(
    readonly graphs: GraphPair,
    readonly certificates: CertificateReader,
  ) {}

  /** Whether an object differs between the two sets in anything that others read. */
  isChanged(object: ObjectReference): boolean {
    const identity = identityOf(object);
    const known = this.known.get(identity) ?? this.compare(object);
    this.known.set(identity, known);
    return known;
  }

  private compare(object: ObjectReference): boolean {
    const [before, after] = [this.graphs.before.index.find(object), this.graphs.after.index.find(object)];
    return before !== after && !isDeepStrictEqual(contentOf(before), contentOf(after));
  }
}

/**
 * A cluster in the midst of a change: each object is there as it was before or as it is after. What is asked for is
 * remembered, so that one learns which objects matter.
 */
export class World {
  private readonly asked = new Map<string, ObjectReference>();

  constructor(
    private readonly manifests: ChangedManifests,
    private readonly isApplied: (identity: string) => boolean,
  ) {}

  get certificates(): CertificateReader {
    return this.manifests.certificates;
  }

  /** The objects asked for that differ between the two sets. */
  changedObjects(): readonly ObjectReference[] {
    return [...this.asked.values()].filter((object) => this.isChanged(object));
  }

  /** The version in which an object is there. */
  versionOf(object: ObjectReference): Version {
    const identity = identityOf(object);
    this.asked.set(identity, object);
    return this.isApplied(identity) ? 'after' : 'before';
  }

  graphAt(version: Version): ReferenceGraph {
    return this.manifests.graphs[version];
  }

  isChanged(object: ObjectReference): boolean {
    return this.manifests.isChanged(object);
  }

  /** In which sets an object that is there in a version names what it names. */
  wiringOf(object: ObjectReference, version: Version): Wired {
    return this.isChanged(object) ? version : 'both';
  }

  /**
   * Finds what a reference leads to. Whoever applies manifests writes new ConfigMaps and Secrets before what refers to
   * them and prunes last, so an object is there for references of the set that has it. What controllers make takes its
   * time: for a new reference it is missing until they have been told.
   *
   * @param wiring the sets in which the reference stands
   */
  locate(object: ObjectReference, wiring: Wired): LocatedObject {
    const version = this.versionOf(object);
    const own = this.graphAt(version).index.find(object);
    const other = wiring === 'both' || wiring === version ? undefined : this.graphAt(wiring).index.find(object);
    const { productions, isLacking } = this.productionsOf(object, wiring);
    if (own !== undefined || other !== undefined || productions.length > 0) {
      return found(own ?? other, own === undefined && other !== undefined ? otherThan(version) : version, productions);
    }
    const isPruned = version === 'after' && this.graphAt('before').index.find(object) !== undefined;
    return { state: isLacking || isPruned ? 'missing' : 'external' };
  }

  /** Finds an object without which nothing goes on: whoever needs it waits until it is there. */
  await(object: ObjectReference, wiring: Wired): LocatedObject {
    const located = this.locate(object, wiring);
    if (located.state !== 'missing') {
      return located;
    }
    const version: Version = this.graphAt('after').resolveObject(object).state === 'unresolved' ? 'before' : 'after';
    const graph = this.graphAt(version);
    const productions = graph.productions.of(object).map((production) => ({ ...production, version }));
    return found(graph.index.find(object), version, productions);
  }

  private productionsOf(object: ObjectReference, wiring: Wired) {
    const productions: LocatedProduction[] = [];
    let isLacking = false;
    for (const by of this.producersOf(object)) {
      const version = this.versionOf(by);
      const production = this.productionBy(by, object, version);
      const elsewhere = this.productionBy(by, object, otherThan(version));
      if (production !== undefined) {
        productions.push(production);
      } else if (elsewhere !== undefined && version === 'after' && (wiring === 'before' || isOfKind(by, CERTIFICATE))) {
        // Pruning comes last, and cert-manager leaves the Secret of a Certificate that is gone.
        productions.push(elsewhere);
      } else {
        isLacking ||= elsewhere !== undefined && (version === 'after' || wiring === 'after');
      }
    }
    return { productions, isLacking };
  }

  private producersOf(object: ObjectReference): readonly ObjectReference[] {
    const producers = new Map<string, ObjectReference>();
    for (const version of ['before', 'after'] as const) {
      for (const { by } of this.graphAt(version).productions.of(object)) {
        producers.set(identityOf(referenceTo(by)), referenceTo(by));
      }
    }
    return [...producers.values()];
  }

  private productionBy(by: ObjectReference, object: ObjectReference, version: Version): LocatedProduction | undefined {
    const identity = identityOf(by);
    const production = this.graphAt(version)
      .productions.of(object)
      .find((candidate) => candidate.creates && identityOf(referenceTo(candidate.by)) === identity);
    return production && { ...production, version };
  }
}

function found(
  manifest: Manifest | undefined,
  version: Version,
  productions: readonly LocatedProduction[],
): LocatedObject {
  return { state: 'found', ...(manifest === undefined ? {} : { manifest }), version, productions };
}

function otherThan(version: Version): Version {
  return version === 'after' ? 'before' : 'after';
}

/** Labels of what selectors may select count, as does the CA of an issuer, and all fields but metadata and status. */
function contentOf(manifest: Manifest | undefined) {
  if (manifest === undefined) {
    return undefined;
  }
  const { metadata, status, ...content } = manifest.body;
  const object = referenceTo(manifest);
  const isSelectable = isOfKind(object, CONFIG_MAP) || isOfKind(object, SECRET);
  const issuesUnder = annotationOf(manifest, ISSUES_UNDER_ANNOTATION);
  return { ...content, issuesUnder, ...(isSelectable ? { labels: fieldOf(metadata, 'labels') } : {}) };
}
