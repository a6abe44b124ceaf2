import { objectOf } from '../../../manifests/graph/json-fields';
import { groupOf, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** `kustomize.toolkit.fluxcd.io/depends-on`, `fluxcd.io/dependsOn`: Flux reads none of them. */
const DEPENDS_ON = /(?:^|\.)fluxcd\.io\/depends-?on$/i;
const FLUX_GROUP = /(?:^|\.)fluxcd\.io$/;

/** Flux orders by a field of its own objects. */
export const dependsOnAnnotation: Rule<CheckContext> = {
  id: 'gitops/depends-on-annotation',
  severity: 'error',
  title: 'An order is asked of Flux by an annotation that it does not read',
  why: 'Flux knows dependsOn as a field of Kustomization and HelmRelease only. By annotation it orders nothing.',
  fix: 'Set spec.dependsOn of the Kustomization or HelmRelease that applies the object.',
  check({ set }) {
    const judged = set.manifests.filter((manifest) => isOfFlux(manifest) || dependsOnKeys(manifest).length > 0);
    return judged.length === 0
      ? notApplicable('there is no object of Flux, and none with an annotation for it')
      : resultOf(judged.flatMap(problems));
  },
};

function isOfFlux({ key }: Manifest): boolean {
  return FLUX_GROUP.test(groupOf(key.apiVersion));
}

function dependsOnKeys({ body }: Manifest): readonly string[] {
  return Object.keys(objectOf(objectOf(body, 'metadata'), 'annotations')).filter((key) => DEPENDS_ON.test(key));
}

function problems(manifest: Manifest): readonly RuleFinding[] {
  return dependsOnKeys(manifest).map((key) => ({
    manifest,
    path: ['metadata', 'annotations', key],
    message: `annotation ${key.slice(0, 120)} is not read by Flux and orders nothing`,
    fix: isOfFlux(manifest)
      ? 'move it to spec.dependsOn, a list of { name, namespace }'
      : 'set spec.dependsOn of the Kustomization or HelmRelease that applies this object',
  }));
}
