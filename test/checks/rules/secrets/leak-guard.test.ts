import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../../../src/checks/check';
import { RULES } from '../../../../src/checks/rules';
import { secretsIn } from '../../../../src/checks/rules/secrets/_secret-text';
import { type FieldPath, isJsonObject, type JsonObject, type JsonValue } from '../../../../src/manifests/manifest';
import { readManifests } from '../../../../src/manifests/read-manifests';
import { formatReport, REPORT_FORMATS, type ReportFormat } from '../../../../src/report/format-report';
import { base64, DER_KEYS, LICENSE, PEM_KEYS, TOKENS } from './_secrets';

/** Objects of many kinds, every field of which may be given a secret by mistake. */
const OBJECTS = `
{ apiVersion: v1, kind: Service, metadata: { name: ledger, namespace: payments, labels: { app: ledger }, annotations: {
  konghq.com/protocol: https, konghq.com/client-cert: edge, konghq.com/tls-verify: "true", konghq.com/tls-verify-depth: "3",
  konghq.com/ca-certificates-secrets: roots, konghq.com/plugins: login, upstream-tls.dev/ignore: "kong/ca-without-verify: reason" } },
  spec: { ports: [{ name: https, port: 8443, appProtocol: https }] } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: BackendTLSPolicy, metadata: { name: ledger, namespace: payments }, spec: {
  targetRefs: [{ group: "", kind: Service, name: ledger, sectionName: https }], options: { example.com/a: b }, validation: {
  hostname: ledger.example.com, caCertificateRefs: [{ group: "", kind: ConfigMap, name: roots }],
  subjectAltNames: [{ type: URI, uri: "spiffe://example.com/a" }] } } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: edge, namespace: gateways }, spec: {
  gatewayClassName: edge, listeners: [{ name: http, port: 80, protocol: HTTP, hostname: a.example.com }],
  tls: { backend: { clientCertificateRef: { group: "", kind: Secret, name: edge, namespace: pki } } } } }
---
{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: ledger, namespace: payments }, spec: {
  parentRefs: [{ name: edge, namespace: gateways }], hostnames: [a.example.com],
  rules: [{ backendRefs: [{ name: ledger, namespace: other, port: 8443 }] }] } }
---
{ apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, metadata: { name: grant, namespace: other }, spec: {
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: payments }], to: [{ group: "", kind: Service, name: ledger }] } }
---
{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: edge, namespace: pki }, spec: { secretName: edge,
  commonName: edge, dnsNames: [edge.example.com], uris: ["spiffe://example.com/edge"], duration: 720h, renewBefore: 240h,
  usages: [client auth], privateKey: { algorithm: ECDSA, rotationPolicy: Always }, subject: { organizations: [Example] },
  keystores: { jks: { create: true, password: p } }, issuerRef: { name: ca, kind: Issuer, group: cert-manager.io } } }
---
{ apiVersion: cert-manager.io/v1, kind: Issuer, metadata: { name: ca, namespace: pki }, spec: { vault: {
  server: "https://vault.example.com", path: pki/sign/edge, caBundle: aaaa, auth: { tokenSecretRef: { name: vault, key: token } } } } }
---
{ apiVersion: trust.cert-manager.io/v1alpha1, kind: Bundle, metadata: { name: roots }, spec: { sources: [
  { configMap: { name: pinned, key: ca.crt } }, { inLine: text }], target: { configMap: { key: ca.crt },
  namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments } } } } }
---
{ apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: { name: login, namespace: payments },
  plugin: openid-connect, config: { client_secret: [s], issuer: "https://idp.example.com" } }
---
{ apiVersion: configuration.konghq.com/v1alpha1, kind: KongLicense, metadata: { name: license }, enabled: true, rawLicenseString: x }
---
{ apiVersion: v1, kind: Secret, metadata: { name: settings, namespace: pki }, type: Opaque, stringData: { token: a, id: b }, data: { tls.key: "" } }
---
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: kong, namespace: gateways }, spec: { selector: { matchLabels: { app: kong } },
  template: { metadata: { labels: { app: kong } }, spec: { containers: [{ name: proxy, image: "kong:3.9", env: [
  { name: KONG_LICENSE_DATA, value: a }], args: ["--flag=a"] }] } } } }
---
{ apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, metadata: { name: ledger, namespace: payments }, spec: {
  targetRefs: [{ group: "", kind: Service, name: ledger }], tls: { secretRef: { name: edge }, sni: ledger.example.com } } }
---
{ apiVersion: gateway.envoyproxy.io/v1alpha1, kind: Backend, metadata: { name: api, namespace: payments }, spec: {
  endpoints: [{ fqdn: { hostname: api.example.com, port: 443 } }], tls: { caCertificateRefs: [{ group: "", kind: ConfigMap, name: roots }] } } }
---
{ apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: { name: alerts, namespace: gateways }, spec: {
  groups: [{ name: tls, rules: [{ alert: Expiry, expr: "certmanager_certificate_expiration_timestamp_seconds < 1" }] }] } }
`;

const BASE = readManifests([{ file: 'base.yaml', content: OBJECTS }]);
const GATEWAYS = [
  { name: 'kong-ingress-controller', version: '3.5' },
  { name: 'envoy-gateway', version: '1.9' },
  { name: 'kgateway', version: '2.4' },
];
const SECRETS = [...PEM_KEYS, ...DER_KEYS, ...TOKENS].map(({ text }) => text).concat(LICENSE, base64(LICENSE));

/** Paths of all texts of an object but those that say what kind it is. */
function textsIn(value: JsonValue | undefined, path: FieldPath = []): readonly FieldPath[] {
  if (typeof value === 'string') {
    return path[0] === 'apiVersion' || path[0] === 'kind' ? [] : [path];
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) => textsIn(item, [...path, index]));
  }
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, field]) => textsIn(field, [...path, name])) : [];
}

function replaced(value: JsonValue | undefined, [step, ...rest]: FieldPath, text: string): JsonValue {
  if (step === undefined) {
    return text;
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item, index) => (index === step ? replaced(item, rest, text) : item));
  }
  const object: JsonObject = isJsonObject(value) ? value : {};
  return { ...object, [step]: replaced(object[step], rest, text) };
}

/** Pieces of a secret that must not be repeated: of each line, and of the middle of a long one. */
function piecesOf(secret: string): readonly string[] {
  return secret
    .split('\n')
    .filter((line) => line.length >= 16 && !line.startsWith('-----'))
    .flatMap((line) => [line.slice(-16), line.slice(line.length / 2, line.length / 2 + 16)]);
}

/** What every report says of the objects, with the lines that findings point at. */
function reportsOn(content: string): string {
  const result = check(readManifests([{ file: 'set.yaml', content }]), { gateways: GATEWAYS, closedWorld: true });
  const context = { version: '0', rules: RULES, failOn: 'error', color: false, sourceText: () => content } as const;
  return REPORT_FORMATS.map((format) => formatReport(format as ReportFormat, result, context)).join('\n');
}

const PLACES = BASE.manifests.flatMap((manifest, at) => textsIn(manifest.body).map((path) => ({ at, path })));

describe('no report repeats a secret', () => {
  test('the objects are read, and have many texts', () => {
    expect(BASE.problems).toEqual([]);
    expect(PLACES.length).toBeGreaterThan(110);
  });

  test('wherever it stands', () => {
    const leaks = PLACES.flatMap(({ at, path }, turn) => {
      const secret = SECRETS[turn % SECRETS.length] ?? '';
      const bodies = BASE.manifests.map(({ body }, index) => (index === at ? replaced(body, path, secret) : body));
      const report = reportsOn(bodies.map((body) => JSON.stringify(body)).join('\n---\n'));
      const isLeaked = piecesOf(secret).some((piece) => report.includes(piece));
      return isLeaked ? [`${BASE.manifests[at]?.key.kind} ${path.join('.')}`] : [];
    });
    expect(leaks).toEqual([]);
  });

  test('and the test would notice one that did', () => {
    const [secret = ''] = SECRETS;
    expect(piecesOf(secret).length).toBeGreaterThan(10);
    expect(piecesOf(secret).every((piece) => secret.includes(piece))).toBe(true);
    expect(replaced({ a: [{ b: 'c' }] }, ['a', 0, 'b'], secret)).toEqual({ a: [{ b: secret }] });
  });
});

describe('no file that is published holds a secret', () => {
  const root = join(__dirname, '../../../..');

  function filesIn(path: string): readonly string[] {
    return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
  }

  test.each(['README.md', 'docs', 'examples', 'src', 'imports'])('%s', (name) => {
    const files = filesIn(join(root, name));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => secretsIn(readFileSync(file, 'utf8')).length > 0)).toEqual([]);
  });

  test('snapshots are among them', () => {
    expect(filesIn(join(root, 'examples')).filter((file) => file.endsWith('.snap')).length).toBeGreaterThan(3);
  });
});
