import { check } from '../../src/checks/check';
import { bundleHealth } from '../../src/gitops/bundle-health';
import { certificateHealth } from '../../src/gitops/certificate-health';
import { isJsonObject, type Manifest } from '../../src/manifests/manifest';
import { type GitOpsTool, phaseGate } from '../../src/rotation/phase-gate';
import type { PlannedPhase } from '../../src/rotation/plan-rotation';

function phase(...kinds: readonly (readonly [apiVersion: string, kind: string])[]): PlannedPhase {
  const changed = kinds.map(([apiVersion, kind]): Manifest => {
    const body = { apiVersion, kind, metadata: { name: 'payments' } };
    return { key: { apiVersion, kind, name: 'payments' }, body };
  });
  return { title: 'prepare', manifests: { manifests: [], problems: [] }, changed, removed: [], barrier: [] };
}

const BUNDLE = ['trust.cert-manager.io/v1alpha1', 'Bundle'] as const;
const CERTIFICATE = ['cert-manager.io/v1', 'Certificate'] as const;
const CONFIG_MAP = ['v1', 'ConfigMap'] as const;

test('Argo CD is given the health checks of what the phase changes', () => {
  expect(phaseGate(phase(BUNDLE, CONFIG_MAP), 'argo-cd')).toMatchObject({
    barrier:
      'Argo CD: the Application is Synced to this commit and Healthy, which with the health checks for Bundles means that they are done',
    patch: {
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cm', namespace: 'argocd' },
      data: { 'resource.customizations.health.trust.cert-manager.io_Bundle': bundleHealth.lua },
    },
  });
});

test('Flux is given them too', () => {
  expect(phaseGate(phase(CERTIFICATE, BUNDLE), 'flux')).toMatchObject({
    barrier:
      'Flux: the Kustomization that applies this is Ready at this commit, which with the health checks for Bundles and Certificates means that they are done',
    patch: {
      kind: 'Kustomization',
      spec: {
        wait: true,
        healthCheckExprs: [
          { apiVersion: BUNDLE[0], kind: 'Bundle', ...bundleHealth.cel },
          { apiVersion: CERTIFICATE[0], kind: 'Certificate', ...certificateHealth.cel },
        ],
      },
    },
  });
});

test.each<[GitOpsTool, string]>([
  ['argo-cd', 'Argo CD: the Application is Synced to this commit and Healthy'],
  ['flux', 'Flux: the Kustomization that applies this is Ready at this commit'],
])('%s needs no health checks for ConfigMaps, and for namesakes of other groups', (tool, barrier) => {
  expect(phaseGate(phase(CONFIG_MAP, ['example.com/v1', 'Bundle']), tool)).toEqual({ barrier });
});

test('what Flux is given fits the Kustomization that it is merged into', () => {
  const { patch } = phaseGate(phase(BUNDLE), 'flux');
  const spec = isJsonObject(patch?.spec) ? patch.spec : {};
  const own = { interval: '10m', prune: true, sourceRef: { kind: 'GitRepository', name: 'flux-system' } };
  const key = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', name: 'flux-system' };
  const body = { ...patch, spec: { ...own, ...spec } };
  const { findings } = check({ manifests: [{ key: { ...key, namespace: 'flux-system' }, body }], problems: [] });

  expect(findings).toEqual([]);
});
