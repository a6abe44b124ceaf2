// All rules on sets in which a tenth of the objects are policies and a tenth hold a certificate of their own, at 1,000,
// 10,000 and 100,000 objects: the time per object should stay level, and is compared with reading the YAML.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as x509 from '@peculiar/x509';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const { check } = require(join(root, 'lib/src/checks/check.js'));
const { readManifests } = require(join(root, 'lib/src/manifests/read-manifests.js'));
const { stringify } = require('yaml');

const SIZES = [1_000, 10_000, 100_000];
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const options = { gateways: [{ name: 'envoy-gateway', version: '1.9' }], now: new Date('2026-06-01T00:00:00Z') };

x509.cryptoProvider.set(webcrypto);
const keys = await webcrypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);

async function certificateOf(index) {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=root ${index}`,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2036-01-01T00:00:00Z'),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return `${certificate.toString('pem')}\n`;
}

/** Ten objects of one team: a Service, a route, a policy, its roots, and six others. */
async function team(index) {
  const namespace = `team-${index}`;
  const object = (apiVersion, kind, name, rest) => ({ apiVersion, kind, metadata: { name, namespace }, ...rest });
  const gatewayApi = 'gateway.networking.k8s.io/v1';
  const backendRefs = [{ name: 'ledger', port: 8443 }];
  return [
    object('v1', 'Service', 'ledger', { spec: { ports: [{ name: 'https', port: 8443 }] } }),
    object(gatewayApi, 'HTTPRoute', 'ledger', {
      spec: { parentRefs: [{ name: 'edge', namespace: 'gateways' }], rules: [{ backendRefs }] },
    }),
    object(gatewayApi, 'BackendTLSPolicy', 'ledger', {
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'ledger', sectionName: 'https' }],
        validation: {
          hostname: 'ledger.example.com',
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'roots' }],
        },
      },
    }),
    object('v1', 'ConfigMap', 'roots', { data: { 'ca.crt': await certificateOf(index) } }),
    ...Array.from({ length: 6 }, (_, more) =>
      object('v1', 'ConfigMap', `settings-${more}`, { data: { mode: 'fast' } }),
    ),
  ];
}

function milliseconds(action) {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const perObject = [];
for (const size of SIZES) {
  const teams = await Promise.all(Array.from({ length: size / 10 }, (_, index) => team(index)));
  const content = teams
    .flat()
    .map((object) => stringify(object))
    .join('---\n');
  let set;
  const parsed = milliseconds(() => {
    set = readManifests([{ file: 'set.yaml', content }]);
  });
  let result;
  const checked = milliseconds(() => {
    result = check(set, options);
  });
  perObject.push((checked / size) * 1000);
  const figures = `${((checked / size) * 1000).toFixed(1)} us each, ${(checked / parsed).toFixed(2)} times reading them`;
  console.log(`${size} objects, ${result.summary.errors} errors: ${figures}`);
}
console.log(`growth of the time per object from 1,000 to 100,000: ${(perObject[2] / perObject[0]).toFixed(2)}`);
