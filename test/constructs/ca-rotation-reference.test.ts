import { join } from 'node:path';
import { check } from '../../src/checks/check';
import { CaRotationPhase } from '../../src/constructs/ca-rotation-phase';
import { EnvoyGateway } from '../../src/gateways/envoy-gateway/envoy-gateway';
import { loadManifests } from '../../src/manifests/load';
import type { ManifestSet } from '../../src/manifests/manifest';
import { platform } from './_rotating-platform';

const folder = process.env.UPSTREAM_TLS_REFERENCE_CRDS;
const given = folder === undefined ? describe.skip : describe;
const reason = folder === undefined ? '(skipped: UPSTREAM_TLS_REFERENCE_CRDS is not set) ' : '';

given(`${reason}under the CRDs as their projects ship them`, () => {
  const folders = ['cert-manager', 'trust-manager', 'envoy-gateway', 'gateway-api/experimental'];
  let crds: ManifestSet;

  beforeAll(() => {
    crds = loadManifests(folders.map((name) => join(folder ?? '', name)));
  });

  test.each([undefined, ...Object.values(CaRotationPhase)])('phase %s is valid', (phase) => {
    const { set } = platform(
      { server: phase, client: phase },
      {
        gateway: new EnvoyGateway({ version: '1.9', name: 'edge', namespace: 'payments' }),
        controller: 'gateway.envoyproxy.io/gatewayclass-controller',
        bundles: true,
      },
    );
    const { findings } = check(set, { crds });

    expect(crds.manifests.length).toBeGreaterThan(10);
    expect(set.manifests.map(({ key }) => key.kind)).toContain('Bundle');
    expect(findings.filter(({ rule, severity }) => rule.startsWith('schema/') || severity === 'error')).toEqual([]);
  });
});
