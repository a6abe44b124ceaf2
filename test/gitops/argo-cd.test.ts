import { argoCdConfigMap, healthCustomizations, syncWave } from '../../src/gitops/argo-cd';
import { bundleHealth } from '../../src/gitops/bundle-health';
import { certificateHealth } from '../../src/gitops/certificate-health';

test('a wave is a text, as all annotations are', () => {
  expect(syncWave(-1)).toEqual({ 'argocd.argoproj.io/sync-wave': '-1' });
});

test('health checks stand under the group and kind, without the version', () => {
  expect(healthCustomizations([bundleHealth, certificateHealth])).toEqual({
    'resource.customizations.health.trust.cert-manager.io_Bundle': bundleHealth.lua,
    'resource.customizations.health.cert-manager.io_Certificate': certificateHealth.lua,
  });
});

test('the ConfigMap is one that Argo CD reads, is merged into the one that is there, and is never pruned', () => {
  expect(argoCdConfigMap([bundleHealth], 'argocd')).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/part-of': 'argocd' },
      annotations: { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true,Prune=false' },
    },
    data: healthCustomizations([bundleHealth]),
  });
});
