import { hasHealthCheck, isInWave, type SyncWaves, syncWavesOf, waveOf } from '../checks/rules/gitops/_sync-waves';
import { fieldAt, fieldOf, itemsOf, textOf } from '../manifests/graph/json-fields';
import { BUNDLE, CERTIFICATE, isOfKind } from '../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../manifests/graph/reference';
import type { ManifestIndex } from '../manifests/index-set';
import { groupOf, type Manifest, type ManifestSet } from '../manifests/manifest';

const FLUX = { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' } as const;

/** Two objects that a GitOps tool applies one after the other, without knowing when the first has come to pass. */
export interface UngatedOrder {
  /** How they are ordered, and what is missing: lower case, no final period. */
  readonly message: string;
  /** What would gate the second: lower case, no final period. */
  readonly gate: string;
}

/** The order that Argo CD or Flux gives to the objects of one set, and what it waits for in between. */
export class PhaseOrder {
  private waves: SyncWaves | undefined;

  constructor(
    private readonly set: ManifestSet,
    private readonly index: ManifestIndex,
  ) {}

  /** What is missing between two objects that are ordered; undefined where they are not, or nothing is missing. */
  ungated(first: Manifest, second: Manifest): UngatedOrder | undefined {
    return this.ungatedWaves(first, second) ?? this.ungatedKustomizations(first, second);
  }

  private ungatedWaves(first: Manifest, second: Manifest): UngatedOrder | undefined {
    const [from, to] = [waveOf(first), waveOf(second)];
    if (from >= to || !(isInWave(first) || isInWave(second))) {
      return undefined;
    }
    this.waves ??= syncWavesOf(this.set, this.index);
    const { group, kind } = referenceTo(first);
    const hasJob = this.waves.gates.some((wave) => wave >= from && wave < to);
    const isChecked = isObserved(first) && hasHealthCheck(this.index, group, kind);
    return hasJob || isChecked
      ? undefined
      : {
          message: `sync waves ${from} and ${to} order them, and ${whyArgoCdGoesOn(first)}`,
          gate: `a Job in wave ${from} that waits until it has${isObserved(first) ? `, or resource.customizations.health.${group}_${kind} in argocd-cm` : ''}`,
        };
  }

  private ungatedKustomizations(first: Manifest, second: Manifest): UngatedOrder | undefined {
    const [from, to] = [this.kustomizationOf(first), this.kustomizationOf(second)];
    if (from === undefined || to === undefined || from === to) {
      return undefined;
    }
    const dependency = this.dependencyOn(to, from);
    if (dependency === undefined || dependency.isExplicit || (isObserved(first) && checksHealthOf(from, first))) {
      return undefined;
    }
    const [name, needed] = [to, from].map((each) => formatReference(referenceTo(each)));
    return {
      message: `${name} depends on ${needed}, which ${
        isObserved(first)
          ? `has no healthCheckExprs for ${first.key.kind}, so that Flux takes it for ready too early`
          : `is ready as soon as ${formatReference(referenceTo(first))} is applied`
      }`,
      gate: isObserved(first)
        ? `healthCheckExprs for ${first.key.apiVersion} ${first.key.kind} in ${needed}, with wait: true`
        : `a Job in ${needed} that waits until it has`,
    };
  }

  /** The Kustomization whose folder the object's file is in; the innermost of several. */
  private kustomizationOf({ source }: Manifest): Manifest | undefined {
    const folders = source === undefined ? [] : source.file.split('/').slice(0, -1);
    const candidates = this.index
      .ofKind(FLUX.group, FLUX.kind)
      .map((kustomization) => ({ kustomization, path: foldersOf(kustomization) }))
      .filter(({ path }) => path.length > 0 && isPartOf(path, folders));
    return candidates.sort((left, right) => right.path.length - left.path.length)[0]?.kustomization;
  }

  /** Whether one Kustomization waits for another, also by way of others, and whether it says itself for what. */
  private dependencyOn(dependent: Manifest, needed: Manifest): { readonly isExplicit: boolean } | undefined {
    const seen = new Set<Manifest>();
    const open = [dependent];
    for (const current of open) {
      for (const entry of itemsOf(fieldAt(current.body, 'spec', 'dependsOn'))) {
        const namespace = textOf(entry, 'namespace') ?? current.key.namespace;
        const next = this.index.find({
          ...FLUX,
          ...(namespace === undefined ? {} : { namespace }),
          name: textOf(entry, 'name') ?? '',
        });
        if (next === needed) {
          return { isExplicit: textOf(entry, 'readyExpr') !== undefined };
        }
        if (next !== undefined && !seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return undefined;
  }
}

/** Whether a controller says in the object's status how far it is. */
function isObserved(manifest: Manifest): boolean {
  return [BUNDLE, CERTIFICATE].some((kind) => isOfKind(referenceTo(manifest), kind));
}

function whyArgoCdGoesOn(manifest: Manifest): string {
  if (isOfKind(referenceTo(manifest), BUNDLE)) {
    return 'Argo CD has no health check for Bundles: it goes on as soon as it has applied one';
  }
  return isOfKind(referenceTo(manifest), CERTIFICATE)
    ? 'Argo CD goes on while Ready is still True for the old certificate'
    : `Argo CD goes on as soon as it has applied ${formatReference(referenceTo(manifest))}`;
}

function checksHealthOf({ body }: Manifest, { key }: Manifest): boolean {
  return itemsOf(fieldAt(body, 'spec', 'healthCheckExprs')).some(
    (check) =>
      fieldOf(check, 'kind') === key.kind && groupOf(textOf(check, 'apiVersion') ?? '') === groupOf(key.apiVersion),
  );
}

function foldersOf({ body }: Manifest): readonly string[] {
  return (textOf(fieldOf(body, 'spec'), 'path') ?? '').split('/').filter((part) => part !== '' && part !== '.');
}

/** Whether one list stands somewhere within another. */
function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  return whole.some((_, start) => part.every((item, offset) => whole[start + offset] === item));
}
