import { labelOf } from '../../../manifests/graph/json-fields';
import { KONG } from '../../../manifests/graph/kong-fields';
import { formatReference, identityOf, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';
import {
  backendTlsPolicies,
  CA_CONFIG_MAPS,
  CA_SECRETS,
  CLIENT_CERT,
  isKong,
  isKongs,
  kongControllersFor,
  kongTargetsOf,
  servicesWith,
  VERSION_UNKNOWN,
} from './_kong';
import { labelPathOf, producedLabel } from './_produced-labels';

const OPERATOR = 'kong-operator';
const OWN_KINDS = ['KongCertificate', 'KongCACertificate'];

/** A reference to an object that a controller must be able to see. */
interface Need {
  readonly reference: Reference;
  readonly controllers: readonly ApplicableGateway[];
}

/** The operator's cache holds labeled objects only. */
export const selectorLabelMissing: Rule<CheckContext> = {
  id: 'kong/selector-label-missing',
  severity: 'error',
  title: 'A Secret or ConfigMap for Kong Operator lacks the label by which it is seen',
  why:
    'Kong Operator keeps only Secrets labeled konghq.com/secret: "true" and ConfigMaps labeled konghq.com/configmap: "true". Others ' +
    'do not exist for it: client certificates and authorities are missing as if they had never been made (Kong/kong-operator#3012).',
  fix: 'Label the object, for a Certificate by its secretTemplate.',
  check(context) {
    const needs = needsOf(context);
    if (needs.length === 0) {
      return notApplicable('no object of Kong names a Secret or ConfigMap of the set');
    }
    const labeled = needs.flatMap(({ reference, controllers }) =>
      controllers.flatMap((controller) => {
        const labels = context.questions.ask(controller, 'selectorLabels');
        return labels === undefined ? [] : [{ reference, controller, label: labelFor(labels, reference.to) }];
      }),
    );
    if (labeled.length === 0) {
      return notApplicable(VERSION_UNKNOWN);
    }
    const seen = new Set<string>();
    return resultOf(
      labeled.flatMap(({ reference, controller, label }) => {
        const key = `${controller.name} ${identityOf(reference.to)}`;
        if (label === undefined || seen.has(key)) {
          return [];
        }
        seen.add(key);
        return withoutLabel(context, reference, controller, label);
      }),
    );
  },
};

function labelFor(
  labels: Readonly<Partial<Record<string, string>>>,
  { group, kind }: ObjectReference,
): string | undefined {
  return group === '' ? labels[kind] : undefined;
}

function needsOf(context: CheckContext): readonly Need[] {
  const { index, graph } = context;
  const services = servicesWith(index, [CLIENT_CERT, CA_SECRETS, CA_CONFIG_MAPS]).map((service) => ({
    manifest: service,
    purposes: ['client-certificate', 'ca'],
    controllers: kongControllersFor(context, referenceTo(service)),
  }));
  const policies = backendTlsPolicies(index).map((policy) => ({
    manifest: policy,
    purposes: ['ca'],
    controllers: kongTargetsOf(context, policy).flatMap(({ controllers }) => controllers),
  }));
  const gateways = graph.gateways
    .all()
    .filter((gateway) => isKongs(context, referenceTo(gateway)))
    .map((gateway) => ({
      manifest: gateway,
      purposes: ['listener-certificate'],
      controllers: implementationsOf(context, referenceTo(gateway)).filter(({ name }) => isKong(name)),
    }));
  return [...services, ...policies, ...gateways, ...certificatesOf(context)].flatMap(
    ({ manifest, purposes, controllers }) =>
      graph.references
        .of(manifest)
        .filter(({ purpose, to }) => purposes.includes(purpose) && graph.resolveObject(to).state !== 'unresolved')
        .map((reference) => ({ reference, controllers })),
  );
}

/** The operator's own kinds that name Secrets, as far as the operator is stated. */
function certificatesOf({ index, questions, gateways }: CheckContext) {
  const operator = gateways.some(({ name }) => name === OPERATOR) ? questions.gateway(OPERATOR) : undefined;
  return operator === undefined
    ? []
    : OWN_KINDS.flatMap((kind) => index.ofKind(KONG, kind)).map((manifest) => ({
        manifest,
        purposes: ['certificate', 'ca'],
        controllers: [operator],
      }));
}

function withoutLabel(
  { graph }: CheckContext,
  { from, to }: Reference,
  controller: ApplicableGateway,
  label: string,
): readonly RuleFinding[] {
  const resolution = graph.resolveObject(to);
  if (resolution.state === 'unresolved') {
    return [];
  }
  const makers = resolution.productions.map(({ by }) => by);
  const manifest = resolution.state === 'present' ? resolution.manifest : undefined;
  const values = [
    ...(manifest === undefined ? [] : [labelOf(manifest, label)]),
    ...makers.map((maker) => producedLabel(maker, label)),
  ];
  const owner = manifest ?? makers[0];
  if (owner === undefined || values.includes('true') || values.includes('unknown')) {
    return [];
  }
  const place = manifest === undefined ? labelPathOf(owner) : undefined;
  return [
    {
      manifest: owner,
      path: place ?? ['metadata', 'labels'],
      message: `${formatReference(to)}, which ${formatKey(from.key)} names, has no label ${label}: "true", without which ${describeGateway(controller)} does not see it`,
      fix: place === undefined ? `add the label ${label}: "true"` : `add ${label}: "true" to ${place.join('.')}`,
    },
  ];
}
