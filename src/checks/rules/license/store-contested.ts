import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type LicenseWriter, licenseWritersOf } from './_license-writers';

/** The name of the Secret is made from the id of the control plane alone, as Kong/kubernetes-ingress-controller#7488 has it. */
export const storeContested: Rule<CheckContext> = {
  id: 'license/store-contested',
  severity: 'error',
  title: 'Two things write the Secret of one license',
  why:
    'Controllers name the Secret after their control plane in Konnect: two of one namespace with one control plane write the ' +
    'same Secret. An ExternalSecret or SealedSecret takes over all of a Secret. Each writer undoes what the other wrote, and ' +
    'which license is there at a restart is left to chance.',
  fix: 'Keep one writer for each Secret; give each controller a control plane of its own in Konnect, or a namespace of its own.',
  check(context) {
    const groups = licenseWritersOf(context);
    return groups.length === 0
      ? notApplicable('nothing in the set writes the Secret of a license')
      : resultOf(groups.flatMap(contested));
  },
};

/** In time linear in the writers: each is held against the first that it undoes, or that undoes it. */
function contested(group: readonly LicenseWriter[]): readonly RuleFinding[] {
  const [first] = group;
  const byKey = new Map<string, LicenseWriter>();
  let replacing: LicenseWriter | undefined;
  return group.flatMap((writer) => {
    const keys = [...writer.keys.certain];
    const sharing = keys.map((key) => byKey.get(key)).find((earlier) => earlier !== undefined);
    const other = replacing ?? (writer.replacesAll ? first : sharing);
    replacing ??= writer.replacesAll ? writer : undefined;
    for (const key of keys) {
      byKey.set(key, byKey.get(key) ?? writer);
    }
    // The containers of one workload are replicas of one writer.
    return other === undefined || other.manifest === writer.manifest ? [] : [finding(writer, other)];
  });
}

function finding({ manifest, path, name, isController }: LicenseWriter, other: LicenseWriter): RuleFinding {
  return isController && other.isController
    ? {
        manifest,
        path,
        message: `Secret ${name} is also written by ${other.title}, which has the same control plane`,
        fix: 'use another control plane, or another namespace',
      }
    : {
        manifest,
        path,
        message: `Secret ${name} is also written by ${other.title}; each undoes what the other writes`,
        fix: `keep one of the two, or give one another Secret than ${name}`,
      };
}
