import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { missingObjects, type Names, needsWriter } from './_missing';
import { orphanNear, orphansIn } from './_orphans';

/** Secrets that nothing of the set writes. */
export const secretNotProduced: Rule<CheckContext> = {
  id: 'references/secret-not-produced',
  severity: 'info',
  title: 'Nothing in the set writes a Secret that is referred to',
  why:
    'Whatever presents the certificate or reads the credential goes without it until something else writes the Secret. As an ' +
    'error: a Certificate or an ExternalSecret writes one of nearly that name, which nothing uses.',
  fix: 'Make `secretName` of the Certificate, or the target of the ExternalSecret, the name that is referred to.',
  check(context) {
    const isAsked = context.graph.references.all().some(needsWriter);
    if (!isAsked) {
      return notApplicable('nothing refers to a Secret that has to be written');
    }
    const orphans = orphansIn(context);
    return resultOf(
      missingObjects(context)
        .filter(needsWriter)
        .flatMap((reference) => findings(reference, orphans, context)),
    );
  },
};

/** A set that is declared complete is the matter of references/missing-object. */
function findings(reference: Reference, orphans: Names, { closedWorld }: CheckContext): readonly RuleFinding[] {
  const { from, path, to } = reference;
  const near = orphanNear(reference, orphans);
  if (near !== undefined) {
    const message = `${formatReference(to)} is written by nothing in the set, but Secret ${near} beside it is written and used by nothing`;
    return [
      {
        manifest: from,
        path,
        severity: 'error',
        message,
        fix: `write ${near} under the name ${to.name}, or refer to ${near}`,
      },
    ];
  }
  return closedWorld
    ? []
    : [
        {
          manifest: from,
          path,
          message: `${formatReference(to)} is written by nothing in the set: no Certificate, no ExternalSecret`,
          fix: 'see that something outside the set writes it, or add a Certificate with that secretName',
        },
      ];
}
