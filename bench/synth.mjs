// Building and synthesizing 1,000 backends with mutual TLS, against plain ApiObjects with the same content.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { ApiObject, App, Chart } = require('cdk8s');
const lib = require(join(root, 'lib/src/index.js'));

const BACKENDS = 1000;
const RUNS = 5;
const pem = readFileSync(join(root, 'examples/pki/payments-root.pem'), 'utf8');

function withConstructs(checked) {
  const app = new App();
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  if (!checked) {
    const { UpstreamTls } = lib;
    UpstreamTls.of(app).check = () => ({
      findings: [],
      suppressed: [],
      summary: { objects: 0, errors: 0, warnings: 0 },
    });
  }
  for (let index = 0; index < BACKENDS; index += 1) {
    new lib.UpstreamMtls(chart, `mtls-${index}`, {
      gateway: new lib.EnvoyGateway({ version: '1.9' }),
      backend: lib.Backend.serviceName(`service-${index}`, { port: 'https', portNumber: 8443 }),
      server: { hostname: `service-${index}.payments.svc.cluster.local` },
      trust: lib.TrustAnchors.pem(pem),
      client: lib.ClientCertificate.secret('edge-client'),
    });
  }
  return app;
}

function plain(manifests) {
  const app = new App();
  const chart = new Chart(app, 'payments', { namespace: 'payments' });
  for (const [index, manifest] of manifests.entries()) {
    new ApiObject(chart, `object-${index}`, manifest);
  }
  return app;
}

function seconds(build) {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  build().synthYaml();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const manifests = withConstructs(false)
  .node.findAll()
  .filter((node) => ApiObject.isApiObject(node))
  .map((object) => object.toJson());
const variants = {
  plain: () => plain(manifests),
  constructs: () => withConstructs(false),
  checked: () => withConstructs(true),
};
for (const build of Object.values(variants)) {
  seconds(build);
}
const times = { plain: [], constructs: [], checked: [] };
for (let run = 0; run < RUNS; run += 1) {
  for (const [name, build] of Object.entries(variants)) {
    times[name].push(seconds(build));
  }
}
const ratio = (name) => median(times[name].map((time, run) => time / times.plain[run])).toFixed(2);
console.log(`${BACKENDS} mTLS backends, ${manifests.length} objects, build and synthesize, medians of ${RUNS} runs`);
console.log(`plain ApiObjects              1.00  (${median(times.plain).toFixed(2)} s)`);
console.log(`constructs, checks left out   ${ratio('constructs')}  (at most 2 is the goal)`);
console.log(`constructs with all checks    ${ratio('checked')}`);
