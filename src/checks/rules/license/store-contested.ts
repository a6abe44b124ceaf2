import { STORAGE_SECRET_PREFIX } from '../../../gateways/kong/license-storage';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { CONTROL_PLANE_ID, type KongController, kongControllersOf, settingOf, storesLicense } from './_kong-controller';

/** The name of the Secret is made from the id of the control plane alone, as Kong/kubernetes-ingress-controller#7488 has it. */
export const storeContested: Rule<CheckContext> = {
  id: 'license/store-contested',
  severity: 'error',
  title: 'Two controllers keep their licenses in one Secret, or one controller has two licenses',
  why:
    'Controllers name the Secret after their control plane in Konnect: two of one namespace with one control plane write ' +
    'the same Secret, and which license a controller finds there after a restart is left to chance.',
  fix: 'Give each controller a control plane of its own in Konnect, or a namespace of its own.',
  check({ index }) {
    const storing = kongControllersOf(index).filter(storesLicense);
    const named = storing.flatMap((controller) => {
      const id = settingOf(controller, CONTROL_PLANE_ID)?.value;
      return id === undefined || id === '' ? [] : [{ controller, id }];
    });
    if (named.length === 0) {
      return notApplicable('no workload runs a controller of Kong that stores a license of a known control plane');
    }
    return resultOf([...bySecret(named).values()].flatMap(contested));
  },
};

interface Storing {
  readonly controller: KongController;
  /** Id of the control plane. */
  readonly id: string;
}

function bySecret(all: readonly Storing[]): ReadonlyMap<string, readonly Storing[]> {
  const groups = new Map<string, Storing[]>();
  for (const storing of all) {
    const { namespace } = workloadOf(storing).key;
    const key = JSON.stringify([namespace ?? null, storing.id]);
    const others = groups.get(key);
    if (others === undefined) {
      groups.set(key, [storing]);
    } else {
      others.push(storing);
    }
  }
  return groups;
}

/** Each workload but the first; the containers of one workload are replicas of one controller. */
function contested(group: readonly Storing[]): readonly RuleFinding[] {
  const [first, ...others] = group;
  if (first === undefined) {
    return [];
  }
  const owner = workloadOf(first);
  return others
    .filter((storing) => workloadOf(storing) !== owner)
    .map(({ controller, id }) => ({
      manifest: controller.container.workload,
      path: settingOf(controller, CONTROL_PLANE_ID)?.path ?? [],
      message: `Secret ${STORAGE_SECRET_PREFIX}${id} is also written by ${owner.key.kind} ${owner.key.name}, which has the same control plane`,
      fix: 'use another control plane, or another namespace',
    }));
}

function workloadOf({ controller }: Storing): Manifest {
  return controller.container.workload;
}
