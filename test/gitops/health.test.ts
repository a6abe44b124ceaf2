import { bundleHealth } from '../../src/gitops/bundle-health';
import { certificateHealth } from '../../src/gitops/certificate-health';
import type { HealthCheck } from '../../src/gitops/health-check';
import type { JsonObject } from '../../src/manifests/manifest';
import { celHealth } from './_cel';
import { type LuaHealth, runHealthCheck } from './_lua';

const GENERATION = 4;

function condition(type: string, status: string, more: JsonObject = {}): JsonObject {
  return { type, status, reason: type, message: `${type} is ${status}`, observedGeneration: GENERATION, ...more };
}

function object(check: HealthCheck, conditions: readonly JsonObject[] | 'none' | undefined): JsonObject {
  return {
    apiVersion: check.apiVersion,
    kind: check.kind,
    metadata: { name: 'payments', generation: GENERATION },
    spec: {},
    ...(conditions === undefined ? {} : { status: conditions === 'none' ? {} : { conditions } }),
  };
}

type Case = readonly [name: string, status: string, conditions: readonly JsonObject[] | 'none' | undefined];

const waiting: readonly Case[] = [
  ['has no status yet', 'Progressing', undefined],
  ['has a status without conditions', 'Progressing', 'none'],
  ['has no condition', 'Progressing', []],
  ['has a condition of another type', 'Progressing', [condition('Other', 'True')]],
];

const bundles: readonly Case[] = [
  ...waiting,
  ['is distributed', 'Healthy', [condition('Synced', 'True')]],
  ['was distributed in its generation before', 'Progressing', [condition('Synced', 'True', { observedGeneration: 3 })]],
  ['does not say for which generation', 'Progressing', [{ type: 'Synced', status: 'True', message: 'synced' }]],
  ['is of an unknown state', 'Progressing', [condition('Synced', 'Unknown')]],
  ['waits for a source', 'Progressing', [condition('Synced', 'False', { reason: 'SourceNotFound' })]],
  ['has a source that cannot be read', 'Degraded', [condition('Synced', 'False', { reason: 'SourceBuildError' })]],
  [
    'failed in its generation before',
    'Progressing',
    [condition('Synced', 'False', { reason: 'SourceBuildError', observedGeneration: 3 })],
  ],
];

const certificates: readonly Case[] = [
  ...waiting,
  ['is issued', 'Healthy', [condition('Ready', 'True')]],
  // Right after issuerRef has changed: cert-manager has not looked yet, and the old certificate is ready.
  ['was issued in its generation before', 'Progressing', [condition('Ready', 'True', { observedGeneration: 3 })]],
  // Then it says that the Secret names another issuer, and a moment later that it is issuing.
  [
    'is not ready and not being issued yet',
    'Progressing',
    [condition('Ready', 'False', { reason: 'IncorrectIssuer' })],
  ],
  ['is being issued', 'Progressing', [condition('Ready', 'False'), condition('Issuing', 'True')]],
  ['is being issued anew', 'Progressing', [condition('Issuing', 'True'), condition('Ready', 'True')]],
  [
    'is being issued since an older generation',
    'Progressing',
    [condition('Ready', 'True'), condition('Issuing', 'True', { observedGeneration: 3 })],
  ],
  ['could not be issued', 'Degraded', [condition('Ready', 'False'), condition('Issuing', 'False')]],
  [
    'could not be issued in its generation before',
    'Progressing',
    [condition('Ready', 'False'), condition('Issuing', 'False', { observedGeneration: 3 })],
  ],
  ['could not be renewed and is still valid', 'Healthy', [condition('Issuing', 'False'), condition('Ready', 'True')]],
];

describe.each([
  ['Bundle', bundleHealth, bundles],
  ['Certificate', certificateHealth, certificates],
] as const)('the health of a %s', (_, check, cases) => {
  let argoCd: readonly LuaHealth[];

  beforeAll(() => {
    argoCd = runHealthCheck(
      check.lua,
      cases.map(([, , conditions]) => object(check, conditions)),
    );
  });

  test.each(cases.map((each, index) => [...each, index] as const))(
    'that %s is %s to Argo CD',
    (_name, status, _conditions, index) => {
      expect(argoCd[index]).toEqual({ status, message: expect.stringMatching(/./) });
    },
  );

  test.each(cases)('that %s is %s to Flux', (_name, status, conditions) => {
    expect(celHealth(check, object(check, conditions))).toBe(status);
  });
});

test('a health check passes on what the controller says', () => {
  const failed = condition('Synced', 'False', { reason: 'SourceBuildError', message: 'no valid PEM in source' });

  expect(runHealthCheck(bundleHealth.lua, [object(bundleHealth, [failed])])).toEqual([
    { status: 'Degraded', message: 'no valid PEM in source' },
  ]);
});
