import { formatReference, identityOf } from '../../manifests/graph/reference';
import { type DataObject, kongFilesOf, type OnceReader, onceReaders, workloadsIn } from '../../manifests/once-read';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../manifests/rule';
import { isDataChanged } from '../data-change';
import { dataObjectsBehind } from '../data-objects-behind';
import type { EdgeJudgment } from '../judge-edge';
import type { RotationContext } from '../rotation-report';
import { isRolledOut, restartFindings } from './_gateway-restarts';

/** An end of a hop keeps what it read when it started. */
export const neverReloads: Rule<RotationContext> = {
  id: 'rotation/never-reloads',
  severity: 'error',
  title: 'A gateway or a backend reads its certificate or its roots once, and nothing restarts it when they change',
  why:
    'Kubelets update neither mounts by subPath nor environment variables, Kong Gateway reads the files of its kong.conf ' +
    'when it starts (Kong/kubernetes-ingress-controller#3184), and some gateways take up nothing without a restart. The ' +
    'pods keep the old certificate or trust for as long as they live, so that no wait between two phases is long enough. ' +
    'Where it is not known whether a gateway must be restarted, this is said, and nothing is assumed.',
  fix: 'Mount the object as a folder, have Reloader restart the workload, or roll the workload out in the same step.',
  check(context) {
    const objects = changedObjects(context);
    const restarts = restartFindings(context);
    if (objects.length === 0 && restarts === undefined) {
      return notApplicable('no certificate and no trust of a gateway or backend changes');
    }
    const readers = objects.flatMap((object) => onceReaders(context.graphs.after.index, object));
    return resultOf([
      ...readers.filter(({ workload }) => !isRolledOut(workload, context.graphs)).map(readerFinding),
      ...(restarts ?? []),
    ]);
  },
};

function readerFinding({ workload, object, how, folderHelps }: OnceReader): RuleFinding {
  const name = formatReference({ group: '', ...object, namespace: object.namespace });
  const annotation = `set the annotation ${object.kind.toLowerCase()}.reloader.stakater.com/reload: ${object.name}`;
  return {
    manifest: workload,
    path: ['spec', 'template', 'spec'],
    message: `${name} changes, and the workload ${how}: its pods keep what they read when they started`,
    fix: folderHelps
      ? `mount ${name} as a folder, or ${annotation}`
      : `${annotation}, or change the pod template in the same step`,
  };
}

/** The ConfigMaps and Secrets that workloads read and whose content changes, each once. */
function changedObjects({ report, graphs }: RotationContext): readonly DataObject[] {
  const ofKong = workloadsIn(graphs.after.index)
    .flatMap(kongFilesOf)
    .filter((object) => isDataChanged(graphs, { group: '', ...object }));
  const all = [...report.judgments.flatMap((judgment) => changedAtBackend(judgment, graphs)), ...ofKong];
  return [...new Map(all.map((object) => [identityOf({ group: '', ...object }), object])).values()];
}

function changedAtBackend(
  { edgeStep: { edge, changes }, halves }: EdgeJudgment,
  graphs: RotationContext['graphs'],
): readonly DataObject[] {
  const presents = halves.some(
    ({ verifier, presents: { before, after } }) => verifier === 'client' && before !== after,
  );
  const trusts = halves.some(({ verifier, trusts: { before, after } }) => verifier === 'server' && before !== after);
  const { server } = edge.after;
  const sources = [...(presents ? server.presents.sources : []), ...(trusts ? server.trusts.sources : [])];
  return changes.size === 0
    ? []
    : sources.flatMap(({ object }) => dataObjectsBehind(graphs.after, object, edge.after.backend.namespace));
}
