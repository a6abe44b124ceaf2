import { dependsOnAnnotation } from '../../../../src/checks/rules/gitops/depends-on-annotation';
import { findingsOf, verdictOf } from '../_rule';

function kustomization(metadata: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: retire, namespace: flux-system, ${metadata} }
spec: { dependsOn: [{ name: activate }] }
---`;
}

function configMap(annotation: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: roots, namespace: payments, annotations: { ${annotation}: activate } }
---`;
}

test.each([
  [
    'an object of Flux',
    kustomization('annotations: { kustomize.toolkit.fluxcd.io/depends-on: activate }'),
    'Kustomization flux-system/retire',
    'kustomize.toolkit.fluxcd.io/depends-on',
    'move it to spec.dependsOn, a list of { name, namespace }',
  ],
  [
    'another object',
    configMap('fluxcd.io/dependsOn'),
    'ConfigMap payments/roots',
    'fluxcd.io/dependsOn',
    'set spec.dependsOn of the Kustomization or HelmRelease that applies this object',
  ],
])('finds the annotation on %s', (_name, yaml, object, annotation, fix) => {
  expect(findingsOf(dependsOnAnnotation, yaml)).toEqual([
    {
      severity: 'error',
      object,
      path: `metadata.annotations[${annotation}]`,
      message: `annotation ${annotation} is not read by Flux and orders nothing`,
      fix,
    },
  ]);
});

test('passes the field', () => {
  expect(verdictOf(dependsOnAnnotation, kustomization('labels: {}'))).toBe('pass');
});

test('does not apply to annotations of other tools', () => {
  expect(verdictOf(dependsOnAnnotation, configMap('config.kubernetes.io/depends-on'))).toBe(
    'not applicable: there is no object of Flux, and none with an annotation for it',
  );
});
