import type { CaKind } from '../../../gateways/capabilities';
import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { type ContourPolicy, contourPolicies, NO_CONTOUR_POLICY } from './_policies';

/** What makes a policy invalid for Contour. */
interface Defect {
  readonly path: FieldPath;
  readonly found: string;
  readonly fix: string;
}

const WELL_KNOWN: FieldPath = ['spec', 'validation', 'wellKnownCACertificates'];

/** An invalid policy that fails open. */
export const btpDropped: Rule<CheckContext> = {
  id: 'contour/btp-dropped',
  severity: 'error',
  title: 'Contour drops a BackendTLSPolicy that it finds invalid, and connects in plaintext',
  why:
    'Where authorities cannot be read, Contour behaves as if there were no policy: requests go to the backend in plaintext, or over ' +
    'TLS without verification where the Service is annotated with the protocol.',
  fix: 'Name authorities that Contour reads: a ConfigMap or Secret with the key ca.crt beside the policy; or use an HTTPProxy.',
  check(context) {
    const policies = contourPolicies(context);
    if (policies.length === 0) {
      return notApplicable(NO_CONTOUR_POLICY);
    }
    return judgeVendor(context.questions, 'contour', 'btp.onInvalid', ({ gateway, value }) =>
      resultOf(
        value === 'open'
          ? policies.flatMap((policy) =>
              defectsOf(policy, gateway, context).map((defect) => finding(policy, defect, describeGateway(gateway))),
            )
          : [],
      ),
    );
  },
};

function finding({ policy, target }: ContourPolicy, { path, found, fix }: Defect, contour: string): RuleFinding {
  return {
    manifest: policy,
    path,
    message: `${found}: ${contour} drops the policy and sends plaintext to ${formatReference(target)}`,
    fix,
  };
}

function defectsOf({ policy }: ContourPolicy, contour: ApplicableGateway, context: CheckContext): readonly Defect[] {
  return [...systemCa(policy, contour, context), ...caKinds(policy, contour, context), ...caKeys(policy, context)];
}

function systemCa(policy: Manifest, contour: ApplicableGateway, { questions }: CheckContext): readonly Defect[] {
  const wellKnown = nonEmpty(fieldAt(policy.body, ...WELL_KNOWN.map(String)));
  return wellKnown !== undefined && questions.ask(contour, 'btp.systemCa') === 'unsupported'
    ? [
        {
          path: WELL_KNOWN,
          found: 'wellKnownCACertificates is not supported',
          fix: 'name a ConfigMap with the authorities in caCertificateRefs instead',
        },
      ]
    : [];
}

function caKinds(policy: Manifest, contour: ApplicableGateway, { graph, questions }: CheckContext): readonly Defect[] {
  const kinds = questions.ask(contour, 'btp.caKinds');
  return caReferences(policy, graph)
    .filter(({ to }) => kinds !== undefined && !kinds.includes(to.kind as CaKind))
    .map(({ path, to }) => ({
      path: [...path, 'kind'],
      found: `a ${to.kind} is not read`,
      fix: `name a ${kinds?.join(' or ')} with the authorities under ca.crt`,
    }));
}

function caKeys(policy: Manifest, { graph, closedWorld }: CheckContext): readonly Defect[] {
  return caReferences(policy, graph).flatMap(({ path, to }) => {
    const isMissing = closedWorld && graph.resolveObject(to).state === 'unresolved';
    if (!isMissing && hasKey(graph.keysOf(to), 'ca.crt') !== 'no') {
      return [];
    }
    return [
      {
        path,
        found: isMissing ? `${formatReference(to)} does not exist` : `${formatReference(to)} has no key ca.crt`,
        fix: 'put the authorities under the key ca.crt of an object in the namespace of the policy',
      },
    ];
  });
}

function caReferences(policy: Manifest, graph: CheckContext['graph']) {
  return graph.references.of(policy).filter(({ purpose }) => purpose === 'ca');
}
