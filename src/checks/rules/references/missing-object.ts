import { GATEWAY } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { missingObjects, Names, needsWriter } from './_missing';
import { orphanNear, orphansIn } from './_orphans';

/** References that lead out of the set. */
export const missingObject: Rule<CheckContext> = {
  id: 'references/missing-object',
  severity: 'info',
  title: 'An object that is referred to is not in the set, and nothing in the set makes it',
  why:
    'It may exist in the cluster; what depends on its content was not checked. As an error, where the set is declared ' +
    'complete: the object does not exist, and whatever refers to it does not work (TargetNotFound, ResolvedRefs=False).',
  fix: 'Check the manifest that holds it along with these, or correct the name; --closed-world makes this an error.',
  check(context) {
    if (context.graph.references.all().length === 0) {
      return notApplicable('no object refers to another');
    }
    const orphans = orphansIn(context);
    const missing = missingObjects(context).filter((reference) => isReportedHere(reference, orphans, context));
    const names = new Names(existing(context, new Set(missing.map(({ to }) => to.kind))));
    return resultOf(missing.map((reference) => finding(reference, names, context.closedWorld)));
  },
};

/**
 * In an open set a Secret is the matter of references/secret-not-produced, and so is one of nearly the right name; in a
 * closed one the certificate of a Gateway is that of references/client-cert-secret-bad.
 */
function isReportedHere(reference: Reference, orphans: Names, { closedWorld }: CheckContext): boolean {
  if (!needsWriter(reference)) {
    return true;
  }
  const isGateway = reference.from.key.kind === GATEWAY.kind && reference.purpose === 'client-certificate';
  return closedWorld && !isGateway && orphanNear(reference, orphans) === undefined;
}

function existing({ set, graph }: CheckContext, kinds: ReadonlySet<string>): readonly ObjectReference[] {
  const written = set.manifests.filter(({ key }) => kinds.has(key.kind)).map(referenceTo);
  const made = graph.productions.all().filter(({ target }) => kinds.has(target.kind));
  return [...written, ...made.map(({ target }) => target)];
}

function finding({ from, path, to }: Reference, names: Names, closedWorld: boolean): RuleFinding {
  const near = names.nearest(to);
  const otherwise = closedWorld
    ? 'add it, or name an object that exists'
    : 'check the manifest that holds it too, or see that the cluster has it';
  return {
    manifest: from,
    path,
    severity: closedWorld ? 'error' : 'info',
    message: `${formatReference(to)} is not in the set, and nothing in the set makes it`,
    fix: near === undefined ? otherwise : `did you mean ${near}? else ${otherwise}`,
  };
}
