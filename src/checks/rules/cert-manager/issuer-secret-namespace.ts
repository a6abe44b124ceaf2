import { CLUSTER_ISSUER } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { foundElsewhere } from '../_elsewhere';

/** Secrets of ClusterIssuers that stand where cert-manager does not look. */
export const issuerSecretNamespace: Rule<CheckContext> = {
  id: 'cert-manager/issuer-secret-namespace',
  severity: 'error',
  title: 'The Secret of a ClusterIssuer is not in the cluster resource namespace',
  why:
    'A ClusterIssuer has no namespace: cert-manager reads its Secrets from the namespace of --cluster-resource-namespace, ' +
    '`cert-manager` by default; where the set has its Deployment, the flag is read there. The issuer never becomes ready where ' +
    'the Secret stands elsewhere.',
  fix: 'Move the Secret, or the Certificate that writes it, to that namespace; or use an Issuer beside the Secret.',
  check(context) {
    const { index, graph } = context;
    const references = index
      .ofKind(CLUSTER_ISSUER.group, CLUSTER_ISSUER.kind)
      .flatMap((issuer) => graph.references.of(issuer))
      .filter(({ purpose }) => purpose === 'issuer-ca' || purpose === 'issuer-credential');
    if (references.length === 0) {
      return notApplicable('no ClusterIssuer names a Secret');
    }
    return resultOf(
      references.flatMap((reference) => {
        const other = foundElsewhere(reference, context);
        return other === undefined
          ? []
          : [
              {
                manifest: reference.from,
                path: reference.path,
                message: `${formatReference(other)} is in another namespace than ${reference.to.namespace}, where cert-manager reads the Secrets of ClusterIssuers`,
                fix: `move it to the namespace ${reference.to.namespace}, or use an Issuer in the namespace ${other.namespace}`,
              },
            ];
      }),
    );
  },
};
