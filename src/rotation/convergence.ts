import { annotationOf, fieldAt, fieldOf, itemsOf, labelOf, textOf } from '../manifests/graph/json-fields';
import { BUNDLE, CERTIFICATE, CONFIG_MAP, isOfKind, type ObjectKind, SECRET } from '../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ObjectReference } from '../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../manifests/manifest';
import { startReaders } from '../manifests/once-read';
import { dataObjectsBehind } from './data-objects-behind';
import type { Source } from './edges';

/** What trust-manager writes on its targets: a hash of what it wrote, and the Bundle. */
const HASH = 'trust.cert-manager.io/hash';
const TARGET_OF = 'trust.cert-manager.io/bundle';

/** Something in manifests that were exported from a cluster which shows that they have not come to pass everywhere. */
export interface Contradiction {
  readonly manifest: Manifest;
  /** The field that shows it. */
  readonly path: FieldPath;
  /** What has not come to pass, and what shows it: lower case, no final period. */
  readonly message: string;
  /** What to wait for: lower case, no final period. */
  readonly until: string;
}

/**
 * What a set of manifests says against having come to pass, in the status of its objects and in what controllers write on
 * what they make. Manifests from Git have nothing of that, and nothing follows from its absence.
 */
export class Convergence {
  private readonly known = new Map<Manifest, readonly Contradiction[]>();
  private targets: ReadonlyMap<string, readonly Manifest[]> | undefined;

  constructor(private readonly graph: ReferenceGraph) {}

  /**
   * What is said of the objects that an end reads.
   *
   * @param namespace where the end is, for objects that are spread over namespaces
   */
  contradictionsIn(sources: readonly Source[], namespace: string | undefined): readonly Contradiction[] {
    const { graph } = this;
    return sources.flatMap(({ object }) => [
      ...originsOf(graph, object, BUNDLE).flatMap((bundle) =>
        this.once(bundle, () => undistributed(bundle, this.targetsOf(bundle))),
      ),
      ...originsOf(graph, object, CERTIFICATE).flatMap((certificate) =>
        this.once(certificate, () => notIssued(graph, certificate)),
      ),
      ...dataObjectsBehind(graph, object, namespace)
        .flatMap((data) => startReaders(graph.index, data))
        .flatMap(({ workload }) => this.once(workload, () => notRolledOut(workload))),
    ]);
  }

  /** Many hops share a Bundle. */
  private once(manifest: Manifest, look: () => readonly Contradiction[]): readonly Contradiction[] {
    const known = this.known.get(manifest) ?? look();
    this.known.set(manifest, known);
    return known;
  }

  /** What trust-manager says to have written for a Bundle. */
  private targetsOf({ key }: Manifest): readonly Manifest[] {
    this.targets ??= targetsByBundle(this.graph);
    return this.targets.get(key.name) ?? [];
  }
}

function targetsByBundle({ index }: ReferenceGraph): ReadonlyMap<string, readonly Manifest[]> {
  const found = new Map<string, Manifest[]>();
  for (const { group, kind } of [CONFIG_MAP, SECRET]) {
    for (const manifest of index.ofKind(group, kind)) {
      const bundle = labelOf(manifest, TARGET_OF);
      if (bundle !== undefined) {
        found.set(bundle, [...(found.get(bundle) ?? []), manifest]);
      }
    }
  }
  return found;
}

/** The object itself if it is of the kind, else what makes it. */
function originsOf(graph: ReferenceGraph, object: ObjectReference, kind: ObjectKind): readonly Manifest[] {
  const own = isOfKind(object, kind) ? graph.index.find(object) : undefined;
  const producers = graph.productions.of(object).map(({ by }) => by);
  return [...(own === undefined ? [] : [own]), ...producers.filter((by) => isOfKind(referenceTo(by), kind))];
}

function undistributed(bundle: Manifest, targets: readonly Manifest[]): readonly Contradiction[] {
  const until = `${nameOf(bundle)} is distributed: condition Synced is True, and the annotation ${HASH} is the same in all namespaces`;
  const synced = conditionOf(bundle, 'Synced');
  return [
    ...(synced?.status === 'False'
      ? [contradiction(bundle, synced, `${nameOf(bundle)} is not distributed: condition Synced is False`, until)]
      : []),
    ...outdated(bundle, synced, until),
    ...differingTargets(bundle, targets, until),
  ];
}

/** trust-manager writes one namespace after the other, and on each target the hash of what it wrote. */
function differingTargets(bundle: Manifest, written: readonly Manifest[], until: string): readonly Contradiction[] {
  const targets = written.flatMap((manifest) => {
    const hash = annotationOf(manifest, HASH);
    return hash === undefined ? [] : [{ manifest, hash }];
  });
  // ConfigMaps and Secrets of one Bundle may have other keys, and so another hash.
  return ['ConfigMap', 'Secret'].flatMap((kind) => {
    const [first, ...others] = targets.filter(({ manifest }) => manifest.key.kind === kind);
    const other = others.find(({ hash }) => hash !== first?.hash);
    return first === undefined || other === undefined
      ? []
      : [
          {
            manifest: other.manifest,
            path: ['metadata', 'annotations', HASH],
            message: `${nameOf(first.manifest)} and ${nameOf(other.manifest)} hold different states of ${nameOf(bundle)}`,
            until,
          },
        ];
  });
}

function notIssued(graph: ReferenceGraph, certificate: Manifest): readonly Contradiction[] {
  const name = nameOf(certificate);
  const until = `${name} is issued: condition Ready is True, Issuing is not, and its Secret names the issuer`;
  const [issuing, ready] = [conditionOf(certificate, 'Issuing'), conditionOf(certificate, 'Ready')];
  return [
    ...(issuing?.status === 'True'
      ? [contradiction(certificate, issuing, `${name} is being issued: condition Issuing is True`, until)]
      : []),
    ...(ready?.status === 'False'
      ? [contradiction(certificate, ready, `${name} is not issued: condition Ready is False`, until)]
      : []),
    ...outdated(certificate, ready, until),
    ...issuedByAnother(graph, certificate, until),
  ];
}

/** After a change of issuerRef, Ready stays True on the old certificate; what cert-manager writes on the Secret does not lie. */
function issuedByAnother(graph: ReferenceGraph, certificate: Manifest, until: string): readonly Contradiction[] {
  const reference = graph.certificates.secretOf(certificate);
  const secret = reference && graph.index.find(reference);
  const issuer = secret && annotationOf(secret, 'cert-manager.io/issuer-name');
  if (secret === undefined || issuer === undefined) {
    return [];
  }
  const group = annotationOf(secret, 'cert-manager.io/issuer-group');
  const made = issuerTitle(annotationOf(secret, 'cert-manager.io/issuer-kind'), issuer, group);
  const asked = fieldAt(certificate.body, 'spec', 'issuerRef');
  // Earlier versions do not write the group.
  const wanted = issuerTitle(textOf(asked, 'kind'), textOf(asked, 'name') ?? '', group && textOf(asked, 'group'));
  return made === wanted
    ? []
    : [
        {
          manifest: secret,
          path: ['metadata', 'annotations', 'cert-manager.io/issuer-name'],
          message: `${nameOf(secret)} holds a certificate of ${made}, and ${nameOf(certificate)} asks for one of ${wanted}`,
          until,
        },
      ];
}

/** With the defaults that cert-manager fills in. */
function issuerTitle(kind: string | undefined, name: string, group = 'cert-manager.io'): string {
  const title = `${kind ?? 'Issuer'} ${name}`;
  return group === 'cert-manager.io' ? title : `${title} (${group})`;
}

/** A workload that must be restarted to take what it reads is to have no pods of before the restart. */
function notRolledOut(workload: Manifest): readonly Contradiction[] {
  const status = fieldOf(workload.body, 'status');
  const [updated, wanted] =
    workload.key.kind === 'DaemonSet'
      ? [numberOf(status, 'updatedNumberScheduled'), numberOf(status, 'desiredNumberScheduled')]
      : [numberOf(status, 'updatedReplicas') ?? (status === undefined ? undefined : 0), numberOf(status, 'replicas')];
  const observed = numberOf(status, 'observedGeneration');
  const until = `${nameOf(workload)} is rolled out`;
  if (isBehind(workload, observed)) {
    return [
      { manifest: workload, path: ['status'], message: `the rollout of ${nameOf(workload)} has not begun`, until },
    ];
  }
  return updated === undefined || wanted === undefined || updated >= wanted
    ? []
    : [
        {
          manifest: workload,
          path: ['status'],
          message: `${nameOf(workload)} is being rolled out: ${updated} of ${wanted} pods are new`,
          until,
        },
      ];
}

interface Condition {
  readonly path: FieldPath;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly observedGeneration: number | undefined;
}

function conditionOf({ body }: Manifest, type: string): Condition | undefined {
  const conditions = itemsOf(fieldAt(body, 'status', 'conditions'));
  const index = conditions.findIndex((condition) => textOf(condition, 'type') === type);
  return index < 0
    ? undefined
    : {
        path: ['status', 'conditions', index],
        status: textOf(conditions[index], 'status'),
        reason: textOf(conditions[index], 'reason'),
        observedGeneration: numberOf(conditions[index], 'observedGeneration'),
      };
}

function contradiction(manifest: Manifest, { path, reason }: Condition, message: string, until: string): Contradiction {
  return { manifest, path, message: reason === undefined ? message : `${message} (${reason})`, until };
}

/** The controller has not looked at the newest spec, so that its conditions speak of an older one. */
function outdated(manifest: Manifest, condition: Condition | undefined, until: string): readonly Contradiction[] {
  return condition !== undefined && isBehind(manifest, condition.observedGeneration)
    ? [
        {
          manifest,
          path: condition.path,
          message: `the status of ${nameOf(manifest)} is about an older spec: generation ${condition.observedGeneration} was looked at`,
          until,
        },
      ]
    : [];
}

function isBehind({ body }: Manifest, observed: number | undefined): boolean {
  const generation = numberOf(fieldOf(body, 'metadata'), 'generation');
  return observed !== undefined && generation !== undefined && observed < generation;
}

function numberOf(value: JsonValue | undefined, name: string): number | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'number' ? field : undefined;
}

function nameOf(manifest: Manifest): string {
  return formatReference(referenceTo(manifest));
}
