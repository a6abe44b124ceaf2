import { fieldOf, itemsOf, nonEmpty } from '../../../manifests/graph/json-fields';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { backendTlsPolicies, kongTargetsOf, readsPolicies, VERSION_UNKNOWN, validationOf } from './_kong';

interface Objection {
  readonly path: FieldPath;
  readonly what: string;
}

/** One field that the controller does not know takes the whole policy out. */
export const btpRejected: Rule<CheckContext> = {
  id: 'kong/btp-rejected',
  severity: 'error',
  title: 'A BackendTLSPolicy asks for what Kong does not support, so that it is rejected as a whole',
  why:
    'With subjectAltNames, wellKnownCACertificates or a CA in another kind than ConfigMap and Secret the policy becomes Invalid ' +
    'and is dropped: the annotations of the Service alone decide, which without any is plaintext. Requests go on.',
  fix: 'Keep hostname and caCertificateRefs to ConfigMaps or Secrets, and nothing else.',
  check(context) {
    const policies = backendTlsPolicies(context.index).flatMap((policy) => {
      const controllers = kongTargetsOf(context, policy).flatMap((target) => target.controllers);
      return [...new Map(controllers.map((controller) => [controller.title, controller])).values()].map(
        (controller) => ({ policy, controller, reads: readsPolicies(context, controller) }),
      );
    });
    if (policies.length === 0) {
      return notApplicable('there is no BackendTLSPolicy on a Service that Kong reaches');
    }
    const judged = policies.filter(({ reads }) => reads !== undefined);
    if (judged.length === 0) {
      return notApplicable(VERSION_UNKNOWN);
    }
    return resultOf(
      judged
        .filter(({ reads }) => reads === true)
        .flatMap(({ policy, controller }) => rejected(context, policy, controller)),
    );
  },
};

function rejected(context: CheckContext, policy: Manifest, controller: ApplicableGateway): readonly RuleFinding[] {
  const objections = [
    ...namesRejected(context, policy, controller),
    ...systemRootsRejected(context, policy, controller),
    ...kindsRejected(context, policy, controller),
  ];
  const [first] = objections;
  if (first === undefined) {
    return [];
  }
  return [
    {
      manifest: policy,
      path: first.path,
      message: `${describeGateway(controller)} rejects the whole policy for ${objections.map(({ what }) => what).join(' and ')}; the annotations of the Service alone then decide, which without any is plaintext`,
      fix: 'keep hostname and caCertificateRefs to ConfigMaps or Secrets alone, or use another gateway',
    },
  ];
}

function namesRejected(
  { questions }: CheckContext,
  policy: Manifest,
  controller: ApplicableGateway,
): readonly Objection[] {
  const names = itemsOf(fieldOf(validationOf(policy), 'subjectAltNames'));
  return names.length > 0 && questions.ask(controller, 'btp.san') === 'rejected'
    ? [{ path: ['spec', 'validation', 'subjectAltNames'], what: 'its subjectAltNames' }]
    : [];
}

function systemRootsRejected(
  { questions }: CheckContext,
  policy: Manifest,
  controller: ApplicableGateway,
): readonly Objection[] {
  const name = nonEmpty(fieldOf(validationOf(policy), 'wellKnownCACertificates'));
  return name !== undefined && questions.ask(controller, 'btp.systemCa') === 'unsupported'
    ? [{ path: ['spec', 'validation', 'wellKnownCACertificates'], what: 'its wellKnownCACertificates' }]
    : [];
}

function kindsRejected(
  { graph, questions }: CheckContext,
  policy: Manifest,
  controller: ApplicableGateway,
): readonly Objection[] {
  const kinds: readonly string[] | undefined = questions.ask(controller, 'btp.caKinds');
  return graph.references
    .of(policy)
    .filter(
      ({ purpose, to }) => purpose === 'ca' && kinds !== undefined && !(isCore(to.group) && kinds.includes(to.kind)),
    )
    .map(({ path, to }) => ({ path, what: `the CA in ${to.kind} ${to.name}` }));
}

/** The controllers take the name `core` for the group too. */
function isCore(group: string): boolean {
  return group === '' || group === 'core';
}
