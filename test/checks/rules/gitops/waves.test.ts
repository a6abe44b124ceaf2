import { bundleWaveNoWait } from '../../../../src/checks/rules/gitops/bundle-wave-no-wait';
import { certificateWaveNoWait } from '../../../../src/checks/rules/gitops/certificate-wave-no-wait';
import { findingsOf, verdictOf } from '../_rule';

function wave(value: number): string {
  return `annotations: { argocd.argoproj.io/sync-wave: "${value}" }`;
}

function bundle(metadata: string): string {
  return `
apiVersion: trust.cert-manager.io/v1alpha1
kind: Bundle
metadata: { name: roots, ${metadata} }
spec: { sources: [{ useDefaultCAs: true }], target: { configMap: { key: ca.crt } } }
---`;
}

function certificate(issuer: string, metadata = wave(1)): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: edge, namespace: gateways, ${metadata} }
spec: { secretName: edge, dnsNames: [edge.example.com], issuerRef: { ${issuer} } }
---`;
}

const LATER = `
apiVersion: v1
kind: ConfigMap
metadata: { name: later, namespace: payments, ${wave(2)} }
---`;

function job(at: number, hook?: string): string {
  const annotations = { 'argocd.argoproj.io/sync-wave': String(at), 'argocd.argoproj.io/hook': hook };
  return `
apiVersion: batch/v1
kind: Job
metadata: { name: gate, namespace: payments, annotations: ${JSON.stringify(annotations)} }
---`;
}

function argo(key: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-cm, namespace: argocd }
data: { ${key} }
---`;
}

describe('gitops/bundle-wave-no-wait', () => {
  test('finds a Bundle that later waves do not wait for', () => {
    expect(findingsOf(bundleWaveNoWait, bundle(wave(1)) + LATER)).toEqual([
      {
        severity: 'warning',
        object: 'Bundle roots',
        path: 'metadata.annotations[argocd.argoproj.io/sync-wave]',
        message: 'the waves after 1 do not wait for this Bundle: Argo CD has no health check for it',
        fix: 'add resource.customizations.health.trust.cert-manager.io_Bundle to ConfigMap argocd-cm, or a Job in wave 1 that waits for the condition Synced',
      },
    ]);
  });

  test.each([
    ['nothing follows', bundle(wave(2)) + LATER],
    ['a Job holds the next wave back', bundle(wave(1)) + job(1) + LATER],
    ['a Job that is a hook of the sync does', bundle(wave(1)) + job(1, 'Sync') + LATER],
    [
      'there is a health check',
      bundle(wave(1)) + LATER + argo('resource.customizations.health.trust.cert-manager.io_Bundle: lua'),
    ],
    [
      'there is one in the older form',
      bundle(wave(1)) + LATER + argo('resource.customizations: "trust.cert-manager.io/Bundle: {}"'),
    ],
  ])('passes where %s', (_name, yaml) => {
    expect(verdictOf(bundleWaveNoWait, yaml)).toBe('pass');
  });

  test.each([
    ['in the wave that is to wait', job(2)],
    ['in an earlier wave', job(0)],
    ['in a later wave', job(3)],
    ['that runs after the sync', job(1, 'PostSync')],
    ['that runs before the sync', job(1, 'PreSync,SyncFail')],
  ])('a Job %s holds nothing back', (_name, gate) => {
    expect(verdictOf(bundleWaveNoWait, bundle(wave(1)) + gate + LATER)).toBe('findings');
  });

  test('does not apply without waves', () => {
    expect(verdictOf(bundleWaveNoWait, bundle('labels: {}') + LATER)).toBe(
      'not applicable: no Bundle states a sync wave of Argo CD',
    );
  });
});

describe('gitops/certificate-wave-no-wait', () => {
  const OLD = { before: certificate('name: blue') };

  test('finds a new issuer that later waves do not wait for', () => {
    expect(findingsOf(certificateWaveNoWait, certificate('name: green') + LATER, OLD)).toEqual([
      {
        severity: 'warning',
        object: 'Certificate gateways/edge',
        path: 'metadata.annotations[argocd.argoproj.io/sync-wave]',
        message:
          'issuerRef changes, and the waves after 1 may not wait for the new certificate: Ready is still true of the old one',
        fix: 'give argocd-cm resource.customizations.health.cert-manager.io_Certificate that compares observedGeneration, or add a Job in wave 1 that waits until condition Issuing is gone and status.revision has grown',
      },
    ]);
  });

  test.each([
    [
      'the issuer stays, with its defaults written out',
      certificate('name: blue, kind: Issuer, group: cert-manager.io') + LATER,
    ],
    ['a Job holds the next wave back', certificate('name: green') + job(1) + LATER],
    ['nothing follows', certificate('name: green')],
    [
      'a health check looks at the generation',
      certificate('name: green') +
        LATER +
        argo('resource.customizations.health.cert-manager.io_Certificate: "condition.observedGeneration"'),
    ],
  ])('passes where %s', (_name, yaml) => {
    expect(verdictOf(certificateWaveNoWait, yaml, OLD)).toBe('pass');
  });

  test('finds one although there is a health check, where that does not look at the generation', () => {
    const yaml =
      certificate('name: green') + LATER + argo('resource.customizations.health.cert-manager.io_Certificate: lua');

    expect(verdictOf(certificateWaveNoWait, yaml, OLD)).toBe('findings');
  });

  test.each([
    [
      'one state only',
      certificate('name: green') + LATER,
      {},
      'there are no manifests that are to be replaced, so no issuer changes',
    ],
    [
      'a Certificate without wave',
      certificate('name: green', 'labels: {}'),
      OLD,
      'no Certificate states a sync wave of Argo CD',
    ],
  ])('does not apply to %s', (_name, yaml, options, reason) => {
    expect(verdictOf(certificateWaveNoWait, yaml, options)).toBe(`not applicable: ${reason}`);
  });
});
