import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** cdk8s names the files of its per-resource outputs by kind and name alone (cdk8s-team/cdk8s#2821). */
export const fileCollision: Rule<CheckContext> = {
  id: 'gitops/file-collision',
  severity: 'error',
  title: 'Two objects of a cdk8s app are written to one file',
  why:
    'With one file per resource, cdk8s names each file by kind and name, without namespace and API group. ' +
    'The object written last replaces the others, and nothing says so.',
  fix: 'Write one file per chart, or give the objects names that differ.',
  check({ set, fileOf }) {
    if (fileOf === undefined) {
      return notApplicable('the output is not one file per object');
    }
    const firsts = new Map<string, Manifest>();
    const findings: RuleFinding[] = [];
    for (const manifest of set.manifests) {
      const file = fileOf(manifest);
      const first = firsts.get(file);
      if (first === undefined) {
        firsts.set(file, manifest);
      } else {
        findings.push(collision(first, manifest, file));
      }
    }
    return resultOf(findings);
  },
};

function collision(first: Manifest, manifest: Manifest, file: string): RuleFinding {
  return {
    manifest,
    path: [],
    message: `${describe(manifest)} and ${describe(first)} are both written to ${file}; allowed is one object per file`,
    fix: 'set yamlOutputType to FILE_PER_CHART, or rename one of the two',
  };
}

function describe({ key }: Manifest): string {
  return `${formatKey(key)} (${key.apiVersion})`;
}
