import { type CheckOptions, check } from '../checks/check';
import { crdsMissing } from '../checks/schema/schemas';
import type { Finding } from '../manifests/finding';
import { loadManifests } from '../manifests/load';
import { formatKey, type ManifestSet, type Source } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import type { IValidationContext, ManifestViolation } from './validation-context';
import { readProperties } from './validation-properties';

/** Failing is all or nothing for cdk8s, so the severity stands in the text. */
const SEVERITIES_BELOW_FAILURE = { error: ['warning', 'info'], warning: ['info'] } as const;

/**
 * Checks all manifests that `cdk8s synth` has written, by whatever construct. A second door to the same checks: in
 * apps that use constructs of this library they run within `app.synth()` already.
 *
 * ```yaml
 * # cdk8s.yaml
 * validations:
 *   - package: ./node_modules/cdk8s-upstream-tls
 *     version: 0.1.0
 *     class: UpstreamTlsValidation
 *     properties:
 *       gateways: [{ name: envoy-gateway, version: '1.9' }]
 *       now: '2026-01-31T00:00:00Z'
 *       crds: [crds/]
 *       failOn: warning
 * ```
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class UpstreamTlsValidation {
  private readonly options: CheckOptions;
  private readonly tolerated: readonly string[];

  /**
   * @param properties `properties` of the entry in `cdk8s.yaml`
   * @throws Error if a property is unknown, has another form than is allowed, or gives CRDs among which there is none
   */
  constructor(properties: Readonly<Record<string, unknown>> = {}) {
    const { gateways, now, crds, closedWorld, failOn } = readProperties(properties);
    this.options = { gateways, now, closedWorld, crds: crds === undefined ? undefined : loadCrds(crds) };
    this.tolerated = SEVERITIES_BELOW_FAILURE[failOn];
  }

  async validate(context: IValidationContext): Promise<void> {
    const { findings, summary } = check(loadManifests(context.manifests), this.options);
    for (const finding of findings) {
      context.report.addViolation(violationOf(finding));
    }
    const failed = findings.some(({ severity }) => !this.tolerated.includes(severity));
    context.report.submit(failed ? 'failure' : 'success', {
      Objects: String(summary.objects),
      Errors: String(summary.errors),
      Warnings: String(summary.warnings),
    });
  }
}

function loadCrds(paths: readonly string[]): ManifestSet {
  const crds = loadManifests(paths);
  const missing = paths.length === 0 ? undefined : crdsMissing(crds);
  if (missing !== undefined) {
    throw new Error(`UpstreamTlsValidation: property "crds": ${missing}`);
  }
  return crds;
}

/** One text for one place: cdk8s counts the texts, and says so many occurrences. */
function placeOf(path: string, source: Source | undefined): string {
  const line = source === undefined ? '' : `line ${source.line}`;
  return path === '' || line === '' ? path + line : `${path} (${line})`;
}

/**
 * The object stands in the text as a whole: cdk8s looks the construct path up by the bare name of the object, and
 * names another construct where two objects share a name.
 */
function violationOf({ rule, severity, object, path, message, fix, source }: Finding): ManifestViolation {
  const owner = object === undefined ? '' : `${formatKey(object)} (${object.apiVersion}) `;
  const field = path === '' ? '' : `${path}: `;
  return {
    ruleName: rule,
    recommendation: printable(`${severity}: ${owner}${field}${message}`),
    fix: printable(fix),
    violatingResources: [
      {
        resourceName: printable(object?.name ?? ''),
        locations: [printable(placeOf(path, source))],
        manifestPath: source?.file ?? '',
      },
    ],
  };
}
