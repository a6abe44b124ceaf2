import { UNSERVED_VERSIONS, type UnservedRow } from '../../../gateways/gateway-api/unserved-versions';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { GATEWAY_API } from '../../../manifests/graph/object-kinds';
import { formatPath, type Manifest, versionOf } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  describeRelease,
  type GatewayApiRelease,
  gatewayApiRelease,
  isInRange,
  NO_RELEASE,
} from './_gateway-api-release';

const KINDS = [...new Set(UNSERVED_VERSIONS.map(({ kind }) => kind))];

/** Versions and fields that the installed CRDs do not have. */
export const versionNotServed: Rule<CheckContext> = {
  id: 'gateway-api/version-not-served',
  severity: 'error',
  title:
    'An object of the Gateway API is written in a version, or with a field, that the installed release does not have',
  why:
    'An object in a version that is not served is refused; a field that the CRD does not have is pruned, and what it says is gone ' +
    'without a word. BackendTLSPolicy changed its version three times, without conversion (kubernetes-sigs/gateway-api#3086).',
  fix: 'Write the version that the release serves, or install a release that serves the version.',
  check(context) {
    const objects = KINDS.flatMap((kind) => context.index.ofKind(GATEWAY_API, kind));
    if (objects.length === 0) {
      return notApplicable(`there is no ${KINDS.join(', ')}`);
    }
    const release = gatewayApiRelease(context);
    return release === undefined
      ? notApplicable(NO_RELEASE)
      : resultOf(objects.flatMap((manifest) => unservedIn(manifest, release)));
  },
};

function unservedIn(manifest: Manifest, release: GatewayApiRelease): readonly RuleFinding[] {
  return UNSERVED_VERSIONS.filter((row) => concerns(row, manifest) && isInRange(release, row)).map((row) => ({
    manifest,
    path: row.field ?? ['apiVersion'],
    message: `${describeRelease(release)} does not have ${describeRow(row)}; ${row.served}`,
    fix: row.fix,
  }));
}

function concerns({ kind, version, field }: UnservedRow, { key, body }: Manifest): boolean {
  return (
    key.kind === kind &&
    (version === undefined || version === versionOf(key.apiVersion)) &&
    (field === undefined || fieldAt(body, ...field) !== undefined)
  );
}

function describeRow({ kind, version, field }: UnservedRow): string {
  return field === undefined ? `${kind} ${version}` : `${formatPath(field)} of ${kind}`;
}
