import { App, type Chart } from 'cdk8s';
import { UpstreamTls } from '../../src';
import { build } from './charts';

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

test('the example synthesizes the reviewed manifests without an error or a warning', () => {
  // GIVEN
  const app = new App();
  // WHEN
  build(app);
  // THEN
  const { findings } = UpstreamTls.of(app).check();
  expect(findings.filter((finding) => finding.severity !== 'info')).toEqual([]);
  expect(app.synthYaml()).toMatchSnapshot();
});

test('the two controllers share no object and no namespace', () => {
  const app = new App();
  build(app);
  const [edge = [], internal = []] = app.charts.map((chart: Chart) => chart.toJson() as Written[]);
  const ofLicense = (objects: readonly Written[]) => objects.filter(({ kind }) => kind !== 'Schedule');
  expect(new Set(ofLicense(edge).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['kong-edge']));
  expect(new Set(ofLicense(internal).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['kong-internal']));
});
