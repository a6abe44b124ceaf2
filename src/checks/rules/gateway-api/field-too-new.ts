import { FIELD_INTRODUCTIONS, type FieldIntroduction } from '../../../gateways/field-introductions';
import { parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, GATEWAY, SERVICE } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import { type FieldPath, formatPath, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';
import { gatewaysOfPolicy, NO_ANSWER } from './_policies';

interface FieldInUse {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly introduction: FieldIntroduction;
}

const INTRODUCTIONS = FIELD_INTRODUCTIONS.map((introduction) => ({
  introduction,
  pattern: typeof introduction.field === 'string' ? parsePattern(introduction.field) : introduction.field,
}));

/** Fields that the stated version of the gateway does not read yet. */
export const fieldTooNew: Rule<CheckContext> = {
  id: 'gateway-api/field-too-new',
  severity: 'error',
  title: 'A field is newer than the stated version of the gateway that should read it',
  why:
    'A CRD may be newer than the controller, and the Gateway API is another project than the gateway: the field is accepted and ' +
    'not read, so that roots, a client certificate or a lowest TLS version are not there.',
  fix: 'Upgrade the gateway to the release that reads the field, or do without.',
  check(context) {
    const fields = INTRODUCTIONS.flatMap((introduction) => fieldsInUse(context, introduction));
    if (fields.length === 0) {
      return notApplicable('no field is used of which it is known when a gateway began to read it');
    }
    const asked = fields.flatMap((field) => {
      const gateway = readerOf(context, field);
      const version = gateway === undefined ? undefined : context.questions.versionOf(gateway);
      return gateway === undefined || version === undefined ? [] : [{ field, gateway, version }];
    });
    return asked.length === 0
      ? notApplicable(NO_ANSWER)
      : resultOf(
          asked
            .filter(({ field, version }) => !version.overlaps(field.introduction.versions))
            .map(({ field, gateway }) => findingFor(field, gateway)),
        );
  },
};

function fieldsInUse(
  { index }: CheckContext,
  { introduction, pattern }: (typeof INTRODUCTIONS)[number],
): readonly FieldInUse[] {
  const { kind, value: wanted } = introduction;
  return index.ofKind(kind.group, kind.kind).flatMap((manifest) =>
    valuesAt(manifest.body, pattern)
      .filter(({ value }) => wanted === undefined || value === wanted)
      .map(({ path }) => ({ manifest, path, introduction })),
  );
}

/** The gateway that the field is for, if it is one that reads the object: kinds of a vendor are read by the vendor's gateway. */
function readerOf(context: CheckContext, { manifest, introduction }: FieldInUse): ApplicableGateway | undefined {
  const { gateway: name, kind } = introduction;
  if (kind === BACKEND_TLS_POLICY) {
    return gatewaysOfPolicy(context, manifest).find((gateway) => gateway.name === name);
  }
  if (kind === GATEWAY) {
    return implementationsOf(context, referenceTo(manifest)).find((gateway) => gateway.name === name);
  }
  // Annotations of a Service may be another controller's of the same vendor.
  const isRead = kind !== SERVICE || context.gateways.some((gateway) => gateway.name === name);
  return isRead ? context.questions.gateway(name) : undefined;
}

function findingFor({ manifest, path, introduction }: FieldInUse, gateway: ApplicableGateway): RuleFinding {
  const { value, since, evidence } = introduction;
  const field = value === undefined ? formatPath(path) : `${formatPath(path)} ${JSON.stringify(value)}`;
  return {
    manifest,
    path,
    message: `${describeGateway(gateway)} does not read ${field}, which came with ${since} (${evidence})`,
    fix: `upgrade ${gateway.title} to ${since} or later, or remove it`,
  };
}
