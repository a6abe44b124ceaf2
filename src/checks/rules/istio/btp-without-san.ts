import { fieldAt, fieldOf, itemsOf, nonEmpty } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, isOfKind } from '../../../manifests/graph/object-kinds';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { gatewaysFor } from '../_applicable-gateways';
import { describeGateway, judgeVendor } from '../_vendor-capability';

const SERVICE_ENTRY = { group: 'networking.istio.io', kind: 'ServiceEntry' };

/** A policy whose hostname is sent but not verified. */
export const btpWithoutSan: Rule<CheckContext> = {
  id: 'istio/btp-without-san',
  severity: 'error',
  title: 'A BackendTLSPolicy for Istio has no subjectAltNames, so no name is verified',
  why:
    'Istio sends hostname as the server name, but verifies names only by subjectAltNames: any certificate under the authorities ' +
    'passes for the backend, and with wellKnownCACertificates any that a public authority issued to anybody (source of 1.30.3 ' +
    'and 1.31.0-rc.0).',
  fix: 'Add a subjectAltNames entry of type Hostname with the value of hostname.',
  check(context) {
    const policies = policiesForIstio(context);
    if (policies.length === 0) {
      return notApplicable('there is no BackendTLSPolicy on a backend behind Istio');
    }
    return judgeVendor(context.questions, 'istio', 'btp.san', ({ gateway, value }) =>
      resultOf(
        value === 'required'
          ? policies.filter((policy) => !hasNames(policy)).map((policy) => finding(policy, describeGateway(gateway)))
          : [],
      ),
    );
  },
};

function policiesForIstio(context: CheckContext): readonly Manifest[] {
  return context.index.ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind).filter((policy) =>
    context.graph.policies
      .targetsOf(policy)
      .filter(({ target }) => !isEntryWithNames(target, context))
      .flatMap(({ target }) => gatewaysFor(context, target))
      .some(({ name }) => name === 'istio'),
  );
}

/** The names of a ServiceEntry are verified instead; one that is not in the set may have some. */
function isEntryWithNames(target: ObjectReference, { graph }: CheckContext): boolean {
  if (!isOfKind(target, SERVICE_ENTRY)) {
    return false;
  }
  const entry = graph.index.find(target);
  return entry === undefined || itemsOf(fieldAt(entry.body, 'spec', 'subjectAltNames')).length > 0;
}

function hasNames({ body }: Manifest): boolean {
  return itemsOf(fieldAt(body, 'spec', 'validation', 'subjectAltNames')).length > 0;
}

function finding(policy: Manifest, istio: string): RuleFinding {
  const validation = fieldAt(policy.body, 'spec', 'validation');
  const hostname = nonEmpty(fieldOf(validation, 'hostname'));
  const name = hostname === undefined ? 'hostname' : `hostname ${describeString(hostname)}`;
  const passes =
    fieldOf(validation, 'wellKnownCACertificates') === undefined
      ? 'any certificate under these authorities passes'
      : 'any certificate of a public authority passes, whoever it was issued to';
  return {
    manifest: policy,
    path: ['spec', 'validation'],
    message: `${istio} does not verify ${name} without subjectAltNames; ${passes}`,
    fix: `add subjectAltNames with an entry {type: Hostname, hostname: ${hostname ?? '<name in the certificate>'}}`,
  };
}
