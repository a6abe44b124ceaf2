import { fieldAt, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, ENVOY_GATEWAY_BACKEND, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import type { Attachment } from '../../../manifests/graph/policies';
import { formatReference } from '../../../manifests/graph/reference';
import { portsOf } from '../../../manifests/graph/services';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { nearestName } from '../../schema/nearest-name';
import { gatewaysFor } from '../_applicable-gateways';

/** Sections of a policy that its target does not have. */
export const sectionNameNotAPort: Rule<CheckContext> = {
  id: 'references/section-name-not-a-port',
  severity: 'error',
  title: 'The `sectionName` of a policy is no port of its target',
  why:
    'A section of a Service is the name of a port, not its number (the number for a Backend of Envoy Gateway; agentgateway ' +
    'takes either; Envoy Gateway #4769). The policy applies to nothing, and that port is spoken to in plaintext.',
  fix: 'Give the name of a port of the Service.',
  check(context) {
    const attachments = context.index
      .ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind)
      .flatMap((policy) => context.graph.policies.targetsOf(policy))
      .filter(({ sectionName }) => sectionName !== undefined);
    return attachments.length === 0
      ? notApplicable('no BackendTLSPolicy has a sectionName')
      : resultOf(attachments.flatMap((attachment) => findings(attachment, context)));
  },
};

function findings(attachment: Attachment, context: CheckContext): readonly RuleFinding[] {
  const { policy, path, target, sectionName = '' } = attachment;
  const manifest = context.index.find(target);
  const sections = manifest && sectionsOf(manifest, attachment);
  if (manifest === undefined || sections === undefined || sections.includes(sectionName)) {
    return [];
  }
  if (isOfKind(target, SERVICE) && isNumberTaken(manifest, attachment, context)) {
    return [];
  }
  const near = nearestName(sectionName, sections) ?? nameOfNumber(manifest, sectionName);
  return [
    {
      manifest: policy,
      path: [...path, 'sectionName'],
      message: `${describeString(sectionName)} is no port of ${formatReference(target)}, which has ${sections.length === 0 ? 'no named port' : sections.join(', ')}`,
      fix: sectionFix(near, sections),
    },
  ];
}

function sectionFix(near: string | undefined, sections: readonly string[]): string {
  if (near !== undefined) {
    return `use ${near}`;
  }
  return sections.length === 0
    ? 'name the port in the Service, or drop the sectionName'
    : `use one of ${sections.join(', ')}`;
}

/** The sections that a target has: names of ports, numbers for a Backend of Envoy Gateway; undefined where not known. */
function sectionsOf(manifest: Manifest, { target }: Attachment): readonly string[] | undefined {
  if (isOfKind(target, SERVICE)) {
    return portsOf(manifest).flatMap(({ name }) => name ?? []);
  }
  if (!isOfKind(target, ENVOY_GATEWAY_BACKEND)) {
    return undefined;
  }
  const endpoints = itemsOf(fieldAt(manifest.body, 'spec', 'endpoints'));
  const ports = endpoints.flatMap((endpoint) => ['fqdn', 'ip'].map((type) => fieldOf(fieldOf(endpoint, type), 'port')));
  return [...new Set(ports.filter((port) => typeof port === 'number').map(String))];
}

/** Whether the section is the number of a port, and a gateway takes numbers or may do so. */
function isNumberTaken(service: Manifest, { target, sectionName }: Attachment, context: CheckContext): boolean {
  const isNumber = portsOf(service).some(({ number }) => String(number) === sectionName);
  return (
    isNumber &&
    gatewaysFor(context, target).some((gateway) => {
      const form = context.questions.ask(gateway, 'btp.sectionName');
      return form === undefined || form === 'name-or-number';
    })
  );
}

function nameOfNumber(manifest: Manifest, section: string): string | undefined {
  const ports = portsOf(manifest).filter(({ number }) => String(number) === section);
  return (ports.find(({ protocol }) => protocol === 'TCP') ?? ports[0])?.name;
}
