import { isDeepStrictEqual } from 'node:util';
import { fieldAt, textOf } from '../../manifests/graph/json-fields';
import { referenceTo } from '../../manifests/graph/reference';
import type { Manifest } from '../../manifests/manifest';
import { workloadsIn } from '../../manifests/once-read';
import type { RuleFinding } from '../../manifests/rule';
import { describeEdge, type Edge, type Source } from '../edges';
import type { GatewayTraits, ReloadTrait } from '../gateway-traits';
import type { EdgeJudgment } from '../judge-edge';
import type { RotationContext } from '../rotation-report';

/** The label by which pods say which Gateway they run (GEP-1762). */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

interface Found {
  readonly edge: Edge;
  readonly finding: (hops: string) => RuleFinding;
  hops: number;
}

/**
 * What is to be said of gateways that must be restarted, or of which that is not known, to use what changes at their end.
 *
 * @returns undefined if nothing changes at the end of any gateway
 */
export function restartFindings({ report, graphs }: RotationContext): readonly RuleFinding[] | undefined {
  const changed = report.judgments.filter(changesAtGateway);
  const found = new Map<string, Found>();
  for (const judgment of changed) {
    const edge = judgment.edgeStep.edge.after;
    const traits = report.traits.get(edge.id);
    const said = traits && whatToSay(judgment, traits, graphs);
    if (traits !== undefined && said !== undefined) {
      const gateway = edge.gateway && graphs.after.index.find(edge.gateway);
      // What is not known of an implementation is said once, what must be done once for each Gateway.
      const key = said.severity === 'info' ? traits.title : JSON.stringify([traits.title, edge.gateway ?? null]);
      const known = found.get(key);
      if (known === undefined) {
        const manifest = gateway ?? edge.client.trusts.by ?? edge.client.presents.by;
        const finding = (hops: string) => ({
          ...(manifest === undefined ? {} : { manifest }),
          path: [],
          ...said,
          message: `${hops}: ${said.message}`,
        });
        found.set(key, { edge, finding, hops: 1 });
      } else {
        known.hops += 1;
      }
    }
  }
  return changed.length === 0
    ? undefined
    : [...found.values()].map(({ edge, finding, hops }) =>
        finding(`${describeEdge(edge)}${hops === 1 ? '' : ` and ${hops - 1} more`}`),
      );
}

/** A workload whose pods are described anew is restarted by this very step. */
export function isRolledOut(workload: Manifest, { before }: RotationContext['graphs']): boolean {
  const old = before.index.find(referenceTo(workload));
  return !isDeepStrictEqual(fieldAt(old?.body, 'spec', 'template'), fieldAt(workload.body, 'spec', 'template'));
}

function changesAtGateway(judgment: EdgeJudgment): boolean {
  return presentsNew(judgment) || trustsNew(judgment);
}

function trustsNew({ halves }: EdgeJudgment): boolean {
  return halves.some(({ verifier, trusts }) => verifier === 'client' && trusts.before !== trusts.after);
}

function presentsNew({ halves }: EdgeJudgment): boolean {
  return halves.some(({ verifier, presents }) => verifier === 'server' && presents.before !== presents.after);
}

/** The objects that the gateway takes its part of what changes from. */
function changedSources(judgment: EdgeJudgment): readonly Source[] {
  const { client } = judgment.edgeStep.edge.after;
  return [
    ...(trustsNew(judgment) ? client.trusts.sources : []),
    ...(presentsNew(judgment) ? client.presents.sources : []),
  ];
}

function whatToSay(
  judgment: EdgeJudgment,
  { title, reload }: GatewayTraits,
  graphs: RotationContext['graphs'],
): Pick<RuleFinding, 'fix' | 'message' | 'severity'> | undefined {
  const open = changedSources(judgment).find(({ object }) => reload.unsettled?.includes(object.kind));
  switch (reload.value) {
    case 'restart':
      return podsOf(judgment.edgeStep.edge.after, graphs).some((workload) => isRolledOut(workload, graphs))
        ? undefined
        : {
            message: `what the gateway presents or trusts changes, and ${title} uses what it read when it started (${reload.evidence})`,
            fix: 'roll the pods of the gateway out in the same step: change their pod template',
          };
    case 'unknown':
      return unknown(title, 'a changed certificate or changed roots', reload);
    default:
      return open && unknown(title, `what changes in a ${open.object.kind}`, reload);
  }
}

function unknown(
  title: string,
  what: string,
  { evidence }: ReloadTrait,
): Pick<RuleFinding, 'fix' | 'message' | 'severity'> {
  return {
    severity: 'info',
    message: `whether ${title} uses ${what} without a restart is not known: ${evidence}`,
    fix: 'state the gateway with its version, as in --gateway envoy-gateway@1.9; where that does not tell, try it before the rotation, or restart the pods of the gateway after each phase',
  };
}

/** The workloads of the set that run the Gateway of a hop. */
function podsOf({ gateway }: Edge, { after }: RotationContext['graphs']): readonly Manifest[] {
  return gateway === undefined
    ? []
    : workloadsIn(after.index).filter(
        ({ key, body }) =>
          key.namespace === gateway.namespace &&
          textOf(fieldAt(body, 'spec', 'template', 'metadata', 'labels'), GATEWAY_NAME) === gateway.name,
      );
}
