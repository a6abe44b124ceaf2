import { caKeysOf } from '../../../gateways/registry';
import { CONFIG_MAP, isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { countCertificates } from './_ca-text';
import { caReferencesOf, gatewaysOfPolicy, isPortableOnly, policiesOf } from './_policies';

const CA_KEYS = ['ca.crt'];

/** Several roots in one object where one is allowed. */
export const caBundleRefused: Rule<CheckContext> = {
  id: 'gateway-api/ca-bundle-refused',
  severity: 'error',
  title: 'A BackendTLSPolicy names an object with several certificates on a gateway that takes one in each',
  why:
    'That a gateway reads one certificate from an object is all that the specification requires. Kong drops an object with ' +
    'several, and with it the list of authorities of the Service (Kong/kubernetes-ingress-controller#7763).',
  fix: 'Write one object for each certificate.',
  check(context) {
    const bundles = policiesOf(context).flatMap((policy) =>
      caReferencesOf(context, policy).flatMap((reference) => {
        const object = isCaObject(reference) ? context.index.find(reference.to) : undefined;
        return object === undefined ? [] : [{ policy, reference, object }];
      }),
    );
    return bundles.length === 0
      ? notApplicable('no BackendTLSPolicy names a ConfigMap or Secret that is in the set')
      : resultOf(bundles.flatMap(({ policy, reference, object }) => judgeBundle(context, policy, reference, object)));
  },
};

function isCaObject({ to }: Reference): boolean {
  return isOfKind(to, CONFIG_MAP) || isOfKind(to, SECRET);
}

function judgeBundle(
  context: CheckContext,
  policy: Manifest,
  { path, to }: Reference,
  object: Manifest,
): readonly RuleFinding[] {
  const gateways = gatewaysOfPolicy(context, policy);
  const finding = { manifest: policy, path };
  if (isPortableOnly(gateways)) {
    const count = countCertificates(object, CA_KEYS) ?? 0;
    const message = `${formatReference(to)} holds ${count} certificates; that every gateway reads is required of one alone`;
    const fix = `state the gateway and its version, or ${fixFor(to.kind, count)}`;
    return count < 2 ? [] : [{ ...finding, severity: 'warning', message, fix }];
  }
  return gateways.flatMap((gateway) => {
    const count = countCertificates(object, caKeysOf(gateway.name)) ?? 0;
    const answer = count < 2 ? undefined : context.questions.explain(gateway, 'btp.caPems');
    return answer?.value === 'one'
      ? [
          {
            ...finding,
            message: `${formatReference(to)} holds ${count} certificates; ${describeGateway(gateway)} takes one in each object (${answer.evidence})`,
            fix: fixFor(to.kind, count),
          },
        ]
      : [];
  });
}

function fixFor(kind: string, count: number): string {
  return `write one ${kind} for each of the ${count} certificates, and name each in caCertificateRefs`;
}
