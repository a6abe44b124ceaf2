import { App } from 'cdk8s';
import { UpstreamTls } from '../../src';
import { build } from './charts';

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
