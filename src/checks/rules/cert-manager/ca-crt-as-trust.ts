import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const LEAF_CA_KEY = 'ca.crt';

/** Trust that is taken from the Secret of a leaf (cert-manager #5851). */
export const caCrtAsTrust: Rule<CheckContext> = {
  id: 'cert-manager/ca-crt-as-trust',
  severity: 'error',
  title: 'Trust is taken from `ca.crt` of a Secret that cert-manager writes for a leaf certificate',
  why:
    'That key holds one CA, the one that signed the current certificate, and is replaced together with it; it is empty for ' +
    'most ACME issuers. When the CA changes there is no moment at which the old and the new one are both trusted, and ' +
    'connections fail (cert-manager #5851).',
  fix: 'Distribute pinned copies of the roots with a trust-manager Bundle, and refer to its ConfigMap.',
  check(context) {
    const references = context.graph.references.all().filter(isTrustInSecret);
    return references.length === 0
      ? notApplicable('nothing takes trust from a Secret')
      : resultOf(references.flatMap((reference) => fromLeaf(reference, context)));
  },
};

function isTrustInSecret({ purpose, to, key }: Reference): boolean {
  const isTrust = purpose === 'ca' || purpose === 'bundle-source';
  return isTrust && isOfKind(to, SECRET) && (key === undefined || key === LEAF_CA_KEY);
}

function fromLeaf({ from, path, to }: Reference, { graph }: CheckContext): readonly RuleFinding[] {
  const leaf = graph.certificates.writtenTo(to).find(({ body }) => fieldAt(body, 'spec', 'isCA') !== true);
  return leaf === undefined
    ? []
    : [
        {
          manifest: from,
          path,
          message: `the roots are taken from ${formatReference(to)}, which ${formatKey(leaf.key)} writes: its ca.crt holds one CA and is swapped together with the leaf certificate`,
          fix: 'refer to the ConfigMap of a trust-manager Bundle with pinned copies of the roots',
        },
      ];
}
