import type { JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { DNS_SUBDOMAIN } from '../schema/kubernetes-names';
import { objectOf, rejected, type SpecProblem, textOf, tolerated } from './spec-problem';

/** The API group of cert-manager's own issuers. */
export const CERT_MANAGER_GROUP = 'cert-manager.io';
const KINDS = ['Issuer', 'ClusterIssuer'];

/** Says what is wrong with the issuer that a Certificate names. */
export function issuerRefProblems(spec: JsonObject): readonly SpecProblem[] {
  const reference = objectOf(spec.issuerRef);
  return [...nameProblems(textOf(reference.name) ?? ''), ...kindProblems(reference)];
}

function nameProblems(name: string): readonly SpecProblem[] {
  if (name === '') {
    return [rejected(['issuerRef', 'name'], 'is empty', 'name the issuer')];
  }
  return DNS_SUBDOMAIN.test(name)
    ? []
    : [
        tolerated(
          ['issuerRef', 'name'],
          `${describeString(name)} is not a name of an issuer, allowed are ${DNS_SUBDOMAIN.allowed}`,
          'name an issuer that can exist',
        ),
      ];
}

function kindProblems(reference: JsonObject): readonly SpecProblem[] {
  const kind = textOf(reference.kind) ?? '';
  const group = textOf(reference.group) ?? '';
  const isBuiltIn = group === '' || group === CERT_MANAGER_GROUP;
  return isBuiltIn && kind !== '' && !KINDS.includes(kind)
    ? [
        rejected(
          ['issuerRef', 'kind'],
          `${describeString(kind)} is not a kind of group ${CERT_MANAGER_GROUP}, allowed are ${KINDS.join(', ')}`,
          'give the API group of the external issuer',
        ),
      ]
    : [];
}
