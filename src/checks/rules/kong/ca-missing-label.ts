import { formatReference } from '../../../manifests/graph/reference';
import { type FieldPath, formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { CA_LABEL, type CaObject, caObjectsOf } from './_ca-objects';
import { labelPathOf } from './_produced-labels';

/** The id of the authority is listed on the Service, while the authority itself is never sent. */
export const caMissingLabel: Rule<CheckContext> = {
  id: 'kong/ca-missing-label',
  severity: 'error',
  title: 'A certificate authority that Kong is told to use has no label konghq.com/ca-cert: "true"',
  why:
    'The controllers send Kong the authorities with that label only. The Service then lists an id that Kong lacks, and Kong ' +
    'drops the whole list, the good authorities included, for its default trust store: the handshake fails with 502, or ' +
    'certificates of other authorities are accepted.',
  fix: 'Label the ConfigMap or Secret konghq.com/ca-cert: "true".',
  check(context) {
    const objects = caObjectsOf(context).filter(({ usedBy }) => usedBy.length > 0);
    if (objects.length === 0) {
      return notApplicable('no Service or BackendTLSPolicy of Kong names a certificate authority of the set');
    }
    return resultOf(objects.filter(({ labeled }) => !labeled).flatMap(withoutLabel));
  },
};

function withoutLabel({ target, manifest, owner, usedBy }: CaObject): readonly RuleFinding[] {
  const [user] = usedBy;
  const made = manifest === undefined ? labelPathOf(owner) : undefined;
  const path: FieldPath = made ?? ['metadata', 'labels'];
  return user === undefined
    ? []
    : [
        {
          manifest: owner,
          path,
          message: `${formatReference(target)} has no label ${CA_LABEL}: "true", so Kong lacks the authority that ${formatKey(user.from.key)} names, and drops all authorities of that Service`,
          fix:
            made === undefined ? `add the label ${CA_LABEL}: "true"` : `add ${CA_LABEL}: "true" to ${made.join('.')}`,
        },
      ];
}
