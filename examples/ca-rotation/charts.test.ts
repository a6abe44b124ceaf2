import { App } from 'cdk8s';
import { type CaRotationPhase, checkRotation, type ManifestSet, UpstreamTls } from '../../src';
import { manifestsOf } from '../../src/constructs/upstream-tls';
import { build, stages } from './charts';

const COMMITS = [undefined, ...stages] as const;

function appAt(phase: CaRotationPhase | undefined): App {
  const app = new App();
  build(app, phase);
  return app;
}

function manifestsAt(phase: CaRotationPhase | undefined): ManifestSet {
  return { manifests: manifestsOf(appAt(phase)), problems: [] };
}

test.each(stages)(
  'the example synthesizes the reviewed manifests of phase %s without an error or a warning',
  (phase) => {
    // GIVEN
    const app = appAt(phase);
    // WHEN
    const { findings } = UpstreamTls.of(app).check();
    // THEN
    expect(findings.filter((finding) => finding.severity !== 'info')).toEqual([]);
    expect(app.synthYaml()).toMatchSnapshot();
  },
);

test.each(stages.map((phase, index) => [COMMITS[index], phase] as const))(
  'the commit from %s to %s is safe, there and back',
  (before, after) => {
    const { verdict, revert, edges, findings } = checkRotation(manifestsAt(before), manifestsAt(after), {
      gateways: [{ name: 'envoy-gateway', version: '1.9' }],
      now: new Date('2026-06-01T00:00:00Z'),
    });

    expect({ verdict, revert: revert.verdict, edges }).toEqual({ verdict: 'safe', revert: 'safe', edges: 1 });
    expect(findings).toEqual([]);
  },
);

test('a commit that leaves a phase out is not', () => {
  expect(checkRotation(manifestsAt(COMMITS[0]), manifestsAt(COMMITS[2])).verdict).toBe('unsafe');
});
