import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const LEAF_CA_KEY = 'ca.crt';
const LEAF_KEY = 'tls.crt';

/** Trust that is taken from the Secret of a leaf (cert-manager #5851). */
export const caCrtAsTrust: Rule<CheckContext> = {
  id: 'cert-manager/ca-crt-as-trust',
  severity: 'error',
  title: 'Trust is taken from a Secret that cert-manager writes for a leaf certificate',
  why:
    'Its `ca.crt` holds one CA, the one that signed the current certificate, and is replaced together with it; it is empty for ' +
    'most ACME issuers. When the CA changes there is no moment at which the old and the new one are both trusted, and ' +
    'connections fail (cert-manager #5851). Its `tls.crt` is the leaf itself, which the next one replaces.',
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
  const isSwapped = key === undefined || key === LEAF_CA_KEY || (purpose === 'bundle-source' && key === LEAF_KEY);
  return isTrust && isOfKind(to, SECRET) && isSwapped;
}

function fromLeaf({ from, path, to, key }: Reference, { graph }: CheckContext): readonly RuleFinding[] {
  const leaf = graph.certificates.writtenTo(to).find(({ body }) => fieldAt(body, 'spec', 'isCA') !== true);
  const held =
    key === LEAF_KEY
      ? 'its tls.crt holds the leaf certificate, which is swapped at its renewal'
      : 'its ca.crt holds one CA and is swapped together with the leaf certificate';
  return leaf === undefined
    ? []
    : [
        {
          manifest: from,
          path,
          message: `the roots are taken from ${formatReference(to)}, which ${formatKey(leaf.key)} writes: ${held}`,
          fix: 'refer to the ConfigMap of a trust-manager Bundle with pinned copies of the roots',
        },
      ];
}
