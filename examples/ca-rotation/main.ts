import { App } from 'cdk8s';
import { build, stages } from './charts';

// A platform has one `app.synth()` and one phase; all three are written here, for comparison.
for (const stage of stages) {
  const app = new App({ outdir: `dist/${stage}` });
  build(app, stage);
  app.synth();
}
