import { isDeepStrictEqual } from 'node:util';
import { fieldAt } from '../../manifests/graph/json-fields';
import { BUNDLE, CERTIFICATE, CONFIG_MAP, isOfKind, SECRET } from '../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../manifests/graph/reference';
import type { ObjectReference } from '../../manifests/index-set';
import type { Manifest } from '../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../manifests/rule';
import type { EdgeJudgment } from '../judge-edge';
import { type DataObject, onceReaders } from '../once-read';
import type { RotationContext } from '../rotation-report';

/** A backend keeps what it read when it started. */
export const neverReloads: Rule<RotationContext> = {
  id: 'rotation/never-reloads',
  severity: 'error',
  title: 'A backend reads its certificate or its roots once, and nothing restarts it when they change',
  why:
    'Kubelets update neither mounts by subPath nor environment variables. The pods keep the old certificate or trust for ' +
    'as long as they live, so that no wait between two phases is long enough.',
  fix: 'Mount the object as a folder, or have Reloader restart the workload.',
  check({ report, graphs }) {
    const objects = new Map(
      report.judgments
        .flatMap((judgment) => changedData(judgment, graphs))
        .map((object) => [JSON.stringify(object), object]),
    );
    if (objects.size === 0) {
      return notApplicable('no certificate and no trust of a backend changes');
    }
    const findings = [...objects.values()].flatMap((object) =>
      onceReaders(graphs.after.index, object)
        .filter(({ workload }) => !isRolledOut(workload, graphs))
        .map(({ workload, how }): RuleFinding => {
          const name = formatReference({ group: '', ...object, namespace: object.namespace });
          return {
            manifest: workload,
            path: ['spec', 'template', 'spec'],
            message: `${name} changes, and the workload ${how}: its pods keep what they read when they started`,
            fix: `mount ${name} as a folder, or set the annotation ${object.kind.toLowerCase()}.reloader.stakater.com/reload: ${object.name}`,
          };
        }),
    );
    return resultOf(findings);
  },
};

/** The ConfigMaps and Secrets of the backend whose content changes. */
function changedData({ edgeStep: { edge, changes }, halves }: EdgeJudgment, graphs: RotationContext['graphs']) {
  const presents = halves.some(
    ({ verifier, presents: { before, after } }) => verifier === 'client' && before !== after,
  );
  const trusts = halves.some(({ verifier, trusts: { before, after } }) => verifier === 'server' && before !== after);
  const { server } = edge.after;
  const sources = [...(presents ? server.presents.sources : []), ...(trusts ? server.trusts.sources : [])];
  return changes.size === 0
    ? []
    : sources.flatMap(({ object }) => dataOf(object, edge.after.backend.namespace, graphs));
}

/** The ConfigMap or Secret that an annotated object is or makes. */
function dataOf(
  object: ObjectReference,
  namespace: string | undefined,
  { after }: RotationContext['graphs'],
): readonly DataObject[] {
  if (isOfKind(object, CONFIG_MAP) || isOfKind(object, SECRET)) {
    return [
      { kind: isOfKind(object, SECRET) ? 'Secret' : 'ConfigMap', namespace: object.namespace, name: object.name },
    ];
  }
  const manifest = after.index.find(object);
  if (manifest === undefined) {
    return [];
  }
  if (isOfKind(object, BUNDLE)) {
    return after.bundles.targetsOf(manifest).map(({ kind }) => ({ kind, namespace, name: object.name }));
  }
  const secret = isOfKind(object, CERTIFICATE) ? after.certificates.secretOf(manifest) : undefined;
  return secret === undefined ? [] : [{ kind: 'Secret', namespace: secret.namespace, name: secret.name }];
}

/** A workload whose pods are described anew is restarted by this very step. */
function isRolledOut(workload: Manifest, { before }: RotationContext['graphs']): boolean {
  const old = before.index.find(referenceTo(workload));
  return !isDeepStrictEqual(fieldAt(old?.body, 'spec', 'template'), fieldAt(workload.body, 'spec', 'template'));
}
