import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** The grants that this rule speaks of; Contour's delegations are a matter of its own rules. */
const KINDS: Readonly<Partial<Record<Reference['namespaceRule'], string>>> = {
  'reference-grant': 'ReferenceGrant',
  'kong-reference-grant': 'KongReferenceGrant',
};

/** References into another namespace that nobody there allows. */
export const grantMissing: Rule<CheckContext> = {
  id: 'references/grant-missing',
  severity: 'error',
  title: 'A reference leads into another namespace, and no grant there allows it',
  why:
    'The reference is refused (RefNotPermitted): a Gateway goes without its certificate, a route answers with an error, a ' +
    'KongCertificate is not programmed. As information: nothing of that namespace is in the set, so the grant may be outside too.',
  fix: 'Add a ReferenceGrant, for kinds of Kong a KongReferenceGrant, to the namespace that is referred to.',
  check(context) {
    const references = context.graph.references.all().filter(needsGrant);
    const crossing = references.filter((reference) => context.graph.grants.permissionOf(reference) !== 'not-needed');
    if (crossing.length === 0) {
      return notApplicable('no reference that needs a grant leads into another namespace');
    }
    const namespaces = new Set(context.set.manifests.map(({ key }) => key.namespace));
    return resultOf(
      crossing
        .filter((reference) => context.graph.grants.permissionOf(reference) === 'missing')
        .map((reference) => finding(reference, namespaces, context)),
    );
  },
};

/** Of plugins of Kong `plugins/not-attached` speaks. */
function needsGrant({ namespaceRule, purpose }: Reference): boolean {
  return KINDS[namespaceRule] !== undefined && purpose !== 'plugin';
}

function finding(
  reference: Reference,
  namespaces: ReadonlySet<string | undefined>,
  context: CheckContext,
): RuleFinding {
  const { from, path, to, namespaceRule } = reference;
  const isKnown =
    context.closedWorld || namespaces.has(to.namespace) || context.graph.resolve(reference).state !== 'unresolved';
  const grant = KINDS[namespaceRule] ?? '';
  return {
    manifest: from,
    path,
    severity: isKnown ? 'error' : 'info',
    message: `${formatReference(to)} is in another namespace than ${formatKey(from.key)}, and no ${grant} there allows the reference`,
    fix: `add a ${grant} to the namespace ${to.namespace}: ${grantSpec(reference)}`,
  };
}

/** The `spec` of the grant that is wanted. KongReferenceGrant calls the core group `core`. */
function grantSpec({ from, to, namespaceRule }: Reference): string {
  const core = namespaceRule === 'kong-reference-grant' ? 'core' : '';
  const { group, kind } = referenceTo(from);
  const grantee = { group: group === '' ? core : group, kind, namespace: from.key.namespace };
  const target = { group: to.group === '' ? core : to.group, kind: to.kind, name: to.name };
  return `from ${JSON.stringify([grantee])} to ${JSON.stringify([target])}`;
}
