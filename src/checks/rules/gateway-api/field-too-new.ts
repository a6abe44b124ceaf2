import { FIELD_INTRODUCTIONS, type FieldIntroduction } from '../../../gateways/field-introductions';
import { type PatternStep, parsePattern, valuesAt } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, GATEWAY, type ObjectKind, SERVICE } from '../../../manifests/graph/object-kinds';
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

interface PatternIntroduction {
  readonly introduction: FieldIntroduction;
  readonly pattern: readonly PatternStep[];
}

/** By kind, so that each object is looked at once for all of its fields. */
const INTRODUCTIONS = byKind(FIELD_INTRODUCTIONS);

function byKind(introductions: readonly FieldIntroduction[]): ReadonlyMap<ObjectKind, readonly PatternIntroduction[]> {
  const kinds = new Map<ObjectKind, PatternIntroduction[]>();
  for (const introduction of introductions) {
    const { kind, field } = introduction;
    const known = kinds.get(kind) ?? [];
    known.push({ introduction, pattern: typeof field === 'string' ? parsePattern(field) : field });
    kinds.set(kind, known);
  }
  return kinds;
}

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
    const fields = [...INTRODUCTIONS].flatMap(([kind, introductions]) => fieldsInUse(context, kind, introductions));
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
  { group, kind }: ObjectKind,
  introductions: readonly PatternIntroduction[],
): readonly FieldInUse[] {
  return index.ofKind(group, kind).flatMap((manifest) =>
    introductions.flatMap(({ introduction, pattern }) =>
      valuesAt(manifest.body, pattern)
        .filter(({ value }) => introduction.value === undefined || value === introduction.value)
        .map(({ path }) => ({ manifest, path, introduction })),
    ),
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
