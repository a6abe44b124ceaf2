import { labelOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { alertedMetrics, metricRulesOf } from './_prometheus-rules';

const BROKEN_RESOURCES = 'ingress_controller_translation_broken_resource_count';
const KONG_METRIC = /^(?:kong_|ingress_controller_)/;

/** A CA that the controller of Kong drops is to be seen in an event, which is soon gone, and in one metric. */
export const kongDroppedCa: Rule<CheckContext> = {
  id: 'monitoring/kong-dropped-ca',
  severity: 'warning',
  title: 'No alert shows that the controller of Kong dropped a CA',
  why:
    'A CA object without id, with several certificates or with an expired one is dropped ' +
    '(Kong/kubernetes-ingress-controller#7763), and with it all CAs of the Services that list it. Policies stay Accepted.',
  fix: `Alert on ${BROKEN_RESOURCES} above 0.`,
  check({ index, closedWorld }) {
    const [ca] = kongCasOf(index);
    if (ca === undefined) {
      return notApplicable('there is no CA object for Kong');
    }
    const rules = metricRulesOf(index);
    const watching = rules.find(({ metrics }) => [...metrics].some((metric) => KONG_METRIC.test(metric)));
    if (watching === undefined && !closedWorld) {
      return notApplicable('no PrometheusRule of the set watches Kong, and others may be outside it');
    }
    const isSeen = alertedMetrics(rules).has(BROKEN_RESOURCES);
    return resultOf(isSeen ? [] : [finding(watching?.manifest ?? ca)]);
  },
};

function kongCasOf(index: ManifestIndex): readonly Manifest[] {
  return ['ConfigMap', 'Secret']
    .flatMap((kind) => index.ofKind('', kind))
    .filter((manifest) => labelOf(manifest, 'konghq.com/ca-cert') === 'true');
}

function finding(manifest: Manifest): RuleFinding {
  return {
    manifest,
    path: manifest.key.kind === 'PrometheusRule' ? ['spec', 'groups'] : [],
    message: `no alert reads ${BROKEN_RESOURCES}, in which alone a dropped CA shows`,
    fix: `add an alert on ${BROKEN_RESOURCES} > 0`,
  };
}
