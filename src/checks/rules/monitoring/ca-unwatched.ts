import { fieldAt, labelOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { CERTIFICATE_EXPORTER_PREFIX, ENVOY_EXPIRATION_METRICS } from './_metrics';
import { alertedMetrics, metricRulesOf } from './_prometheus-rules';

const CERTIFICATE_METRIC = /^certmanager_certificate_/;

/** cert-manager exports the ends of the certificates that it issued, and none of the roots that verify them. */
export const caUnwatched: Rule<CheckContext> = {
  id: 'monitoring/ca-unwatched',
  severity: 'warning',
  title: 'Alerts watch certificates, but not the roots that they are verified against',
  why:
    'cert-manager exports nothing of the CA behind a certificate, and trust-manager nothing of what is in a Bundle. When ' +
    'a root ends, every connection under it fails at once while all alerts on certificates are quiet.',
  fix: 'Run x509-certificate-exporter over the trust bundles, and alert on x509_cert_not_after.',
  check({ index, closedWorld }) {
    const [anchor] = anchorsOf(index);
    if (anchor === undefined) {
      return notApplicable('no object of the set holds or distributes roots');
    }
    const rules = metricRulesOf(index);
    const watching = rules.find(({ metrics }) => [...metrics].some((metric) => CERTIFICATE_METRIC.test(metric)));
    if (watching === undefined && !closedWorld) {
      return notApplicable('no PrometheusRule of the set watches certificates, and others may be outside it');
    }
    const isWatched = [...alertedMetrics(rules)].some(showsRoots);
    return resultOf(isWatched ? [] : [finding(watching?.manifest ?? anchor)]);
  },
};

function showsRoots(metric: string): boolean {
  return metric.startsWith(CERTIFICATE_EXPORTER_PREFIX) || ENVOY_EXPIRATION_METRICS.has(metric);
}

function anchorsOf(index: ManifestIndex): readonly Manifest[] {
  return [
    ...index.ofKind('trust.cert-manager.io', 'Bundle'),
    ...index.ofKind('cert-manager.io', 'Certificate').filter(({ body }) => fieldAt(body, 'spec', 'isCA') === true),
    ...index
      .ofKind('gateway.networking.k8s.io', 'BackendTLSPolicy')
      .filter(({ body }) => fieldAt(body, 'spec', 'validation', 'caCertificateRefs') !== undefined),
    ...['ConfigMap', 'Secret']
      .flatMap((kind) => index.ofKind('', kind))
      .filter((manifest) => labelOf(manifest, 'konghq.com/ca-cert') === 'true'),
  ];
}

function finding(manifest: Manifest): RuleFinding {
  return {
    manifest,
    path: manifest.key.kind === 'PrometheusRule' ? ['spec', 'groups'] : [],
    message: 'no alert reads the end of roots; cert-manager and trust-manager export none',
    fix: 'run x509-certificate-exporter over the objects that hold roots, and alert on x509_cert_not_after - time()',
  };
}
