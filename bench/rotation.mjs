// What checking a rotation costs: 500 hops within a second per step, and time that grows linearly with the hops.
// Each hop has a certificate, a policy and roots of its own. Run after a build: node bench/rotation.mjs
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import * as x509 from '@peculiar/x509';
import { timed } from './workload/mixed-objects.mjs';

const require = createRequire(import.meta.url);
const { checkRotation } = require('../lib/src/rotation/check-rotation.js');

const LIMITS = { milliseconds: 1000, growth: 1.5 };
const HOPS = 500;
const NOW = new Date('2026-06-01T00:00:00Z');
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALIDITY = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

x509.cryptoProvider.set(webcrypto);
const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function createCa(name) {
  const ca = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...VALIDITY,
    name: `CN=${name}`,
    keys: ca,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return { name, certificate, privateKey: ca.privateKey, pem: `${certificate.toString('pem')}\n` };
}

async function issue(ca, hostname, serialNumber) {
  const leaf = await x509.X509CertificateGenerator.create({
    ...VALIDITY,
    serialNumber,
    subject: 'CN=leaf',
    issuer: ca.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: ca.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: hostname }])],
  });
  return `${leaf.toString('pem')}\n`;
}

function setOf(objects) {
  const manifests = objects.map((body) => ({
    key: { apiVersion: body.apiVersion, kind: body.kind, namespace: body.metadata.namespace, name: body.metadata.name },
    body,
  }));
  return { manifests, problems: [] };
}

const metadata = (name, annotations) => ({ name, namespace: 'payments', ...(annotations && { annotations }) });

const secret = (name, pem, annotations) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadata(name, annotations),
  data: { 'tls.crt': Buffer.from(pem).toString('base64') },
});

const roots = (name, trusted, annotations) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadata(name, annotations),
  data: { 'ca.crt': trusted.map(({ pem }) => pem).join('') },
});

async function rotationState(hops, trusted, issuer) {
  const objects = [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: metadata('edge'),
      spec: { gatewayClassName: 'nginx', tls: { backend: { clientCertificateRef: { name: 'edge-client' } } } },
    },
    secret('edge-client', await issue(issuer, 'edge.test', '01')),
  ];
  for (let index = 0; index < hops; index++) {
    const name = `backend-${index}`;
    const leaf = await issue(issuer, `${name}.test`, (0x100000 + index).toString(16));
    objects.push(
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: metadata(name),
        spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name, port: 8443 }] }] },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: metadata(name), spec: { ports: [{ name: 'https', port: 8443 }] } },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: metadata(name),
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: `${name}-roots` }],
            hostname: `${name}.test`,
          },
        },
      },
      roots(`${name}-roots`, trusted),
      roots(`${name}-clients`, trusted, { 'upstream-tls.dev/verifies-clients-of': name }),
      secret(`${name}-tls`, leaf, { 'upstream-tls.dev/serves': name }),
    );
  }
  return setOf(objects);
}

async function timesOf(hops) {
  const [a, b] = [await createCa('a'), await createCa('b')];
  const prepared = await rotationState(hops, [a, b], a);
  const states = [
    await rotationState(hops, [a], a),
    prepared,
    await rotationState(hops, [a, b], b),
    await rotationState(hops, [b], b),
  ];
  const steps = [
    ['prepare', states[0], states[1], 'safe'],
    ['activate', states[1], states[2], 'safe'],
    ['retire', states[2], states[3], 'safe'],
    ['all at once', states[0], states[3], 'unsafe'],
  ];
  return steps.map(([title, before, after, verdict]) => {
    const rounds = Array.from({ length: 5 }, () => {
      // What an earlier round leaves behind is not to be counted to this one.
      globalThis.gc?.();
      return timed(() => checkRotation(before, after, { now: NOW }));
    });
    for (const [, result] of rounds) {
      if (result.verdict !== verdict || result.edges !== hops) {
        throw new Error(`${title} with ${hops} hops: ${result.edges} judged ${result.verdict}`);
      }
    }
    const milliseconds = Math.min(...rounds.map(([time]) => time));
    console.log(`${hops} hops, ${title}: ${Math.round(milliseconds)} ms`);
    return milliseconds;
  });
}

let missed = false;
function report(name, value, limit) {
  missed ||= value > limit;
  console.log(`${value <= limit ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)} (limit ${limit})`);
}

await timesOf(50);
const small = await timesOf(HOPS / 2);
const middle = await timesOf(HOPS);
const large = await timesOf(HOPS * 2);
report(`milliseconds for ${HOPS} hops, slowest step`, Math.max(...middle), LIMITS.milliseconds);
const perHop = (times, hops) => Math.max(...times) / hops;
report('time per hop, 1000 / 250 hops', perHop(large, HOPS * 2) / perHop(small, HOPS / 2), LIMITS.growth);
process.exitCode = missed ? 1 : 0;
