import { formatKey, type Manifest } from '../../../manifests/manifest';
import { ObjectMap } from '../../../manifests/object-map';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { identityOf } from '../../identity';

/** One object stated twice. */
export const duplicateObject: Rule = {
  id: 'manifests/duplicate-object',
  severity: 'error',
  title: 'One group, kind, namespace and name stands in the set twice',
  why: 'Both are one object to the API server: the one applied last wins, and which one that is depends on file order and tool.',
  fix: 'Keep one of the two, or rename one.',
  check({ set }) {
    // A name that the server makes up (generateName) repeats nothing.
    const named = set.manifests.filter((manifest) => manifest.key.name !== '');
    if (named.length === 0) {
      return notApplicable('there is no object with a name');
    }
    const firsts = new ObjectMap<Manifest>();
    const findings: RuleFinding[] = [];
    for (const manifest of named) {
      const identity = identityOf(manifest.key);
      const first = firsts.get(identity);
      if (first === undefined) {
        firsts.set(identity, manifest);
      } else {
        findings.push(duplicate(first, manifest));
      }
    }
    return resultOf(findings);
  },
};

function duplicate(first: Manifest, manifest: Manifest): RuleFinding {
  const place = placeOf(first);
  const versions = first.key.apiVersion === manifest.key.apiVersion ? '' : ` (as ${first.key.apiVersion})`;
  return {
    manifest,
    path: [],
    message: `${formatKey(manifest.key)} is stated before${versions}${place}; the object applied last replaces the other`,
    fix: 'remove or rename one of the two',
  };
}

function placeOf({ source, constructPath }: Manifest): string {
  if (source !== undefined) {
    return `, in ${source.file} line ${source.line}`;
  }
  return constructPath === undefined ? '' : `, by the construct ${constructPath}`;
}
