import { App } from 'cdk8s';
import { build } from './charts';

const app = new App();
build(app);
app.synth();
