import { App, Chart } from 'cdk8s';
import { CaDistribution } from '../../src/constructs/ca-distribution';
import { CaRotation, type CaRotationProps } from '../../src/constructs/ca-rotation';
import { CaRotationPhase } from '../../src/constructs/ca-rotation-phase';
import { GitOpsOrdering } from '../../src/constructs/git-ops-ordering';
import { Issuer } from '../../src/constructs/issuer';
import { EnvoyGateway } from '../../src/gateways/envoy-gateway/envoy-gateway';
import { GatewayApi } from '../../src/gateways/gateway-api/gateway-api';
import { KongIngressController } from '../../src/gateways/kong-ingress-controller/kong-ingress-controller';
import { createCa, crossSign, type Identity, issueCa, keyPem, testKey } from '../trust/pki';
import { newRoot, oldRoot, sha256Of } from './_rotating-platform';

const ISSUERS = { old: Issuer.clusterIssuer('payments-2025'), new: Issuer.clusterIssuer('payments-2026') };
const NOW = new Date('2026-06-01T00:00:00Z');

function ca(role: 'new' | 'old', root: Identity, more: Partial<CaRotationProps['oldCa']> = {}) {
  return { certificate: root.pem, sha256: sha256Of(root), issuer: ISSUERS[role], ...more };
}

function create(props: Partial<CaRotationProps>): () => CaRotation {
  const chart = new Chart(new App(), 'test', { namespace: 'payments' });
  return () => new CaRotation(chart, 'ca', { oldCa: ca('old', oldRoot), newCa: ca('new', newRoot), ...props });
}

function serial({ tbs }: Identity): string {
  return BigInt(`0x${Buffer.from(tbs.serialNumber).toString('hex')}`).toString(16);
}

const EXPIRED = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') };
const FUTURE = { notBefore: new Date('2030-01-01T00:00:00Z') };

const renewed = createCa({
  commonName: 'payments root 2025',
  key: testKey('payments root 2025'),
  notAfter: new Date('2045-01-01T00:00:00Z'),
});
const rekeyed = createCa({ commonName: 'payments root 2025', key: testKey('rekeyed'), subjectKeyId: false });
const rekeyedWithId = createCa({ commonName: 'payments root 2025', key: testKey('rekeyed') });
const notSigning = createCa({ commonName: 'not signing', key: testKey('not signing'), keyUsage: ['cRLSign'] });
const notACa = createCa({ commonName: 'not a ca', key: testKey('not a ca'), ca: false });
const intermediate = issueCa(newRoot, { commonName: 'intermediate', key: testKey('intermediate') });
const expired = createCa({ commonName: 'expired', key: testKey('expired'), ...EXPIRED });
const future = createCa({ commonName: 'future', key: testKey('future'), ...FUTURE });
const shallow = createCa({ commonName: 'shallow', key: testKey('shallow'), pathLength: 0 });
const stranger = createCa({ commonName: 'stranger', key: testKey('stranger') });

test('a rotation needs two roots, their fingerprints and two issuers', () => {
  expect(create({})).not.toThrow();
});

test('a fingerprint may be written as openssl prints it', () => {
  const printed = (sha256Of(newRoot).toUpperCase().match(/../g) ?? []).join(':');

  expect(create({ newCa: ca('new', newRoot, { sha256: printed }) })).not.toThrow();
});

test('two CAs of one name are taken where key identifiers tell them apart', () => {
  expect(create({ newCa: ca('new', rekeyedWithId) })).not.toThrow();
});

test('an intermediate is taken as anchor where each gateway is known to take one', () => {
  const gateways = [new EnvoyGateway({ version: '1.9' })];

  expect(create({ newCa: ca('new', intermediate), gateways })).not.toThrow();
});

test.each<[string, Partial<CaRotationProps>, string, string]>([
  [
    'a fingerprint of another certificate, for the new CA',
    { newCa: ca('new', newRoot, { sha256: sha256Of(oldRoot) }) },
    'rotation/bad-new-ca',
    'which is not the one that is pinned; make sure of which certificate is meant, and give its text and its fingerprint',
  ],
  [
    'a fingerprint of another certificate, for the old CA',
    { oldCa: ca('old', oldRoot, { sha256: sha256Of(newRoot) }) },
    'rotation/anchor-retired-early',
    'which is not the one that is pinned',
  ],
  [
    'a fingerprint that is none',
    { newCa: ca('new', newRoot, { sha256: 'AB:CD' }) },
    'schema/invalid-value',
    'sha256 of the new CA is no SHA-256 fingerprint: 64 hexadecimal digits, with or without colons, are allowed; got 5 characters; give what openssl x509 -noout -fingerprint -sha256 prints after the equals sign',
  ],
  [
    'the same certificate twice',
    { newCa: ca('new', oldRoot) },
    'rotation/same-key-renewal',
    `old and new CA are one certificate, certificate "CN=payments root 2025" (serial ${serial(oldRoot)}); give the certificate of the CA that is to replace it`,
  ],
  [
    'a renewal with the same key and name',
    { newCa: ca('new', renewed) },
    'rotation/same-key-renewal',
    `the new CA has the name and the key of the old one, certificate "CN=payments root 2025" (serial ${serial(oldRoot)}): either accepts what the other has issued, so this is a renewal and needs no phases; trust the new certificate in place of the old one in a single commit, TrustAnchors.pem(...), while both are valid, and keep the issuer`,
  ],
  [
    'two keys under one name, without key identifiers',
    { newCa: ca('new', rekeyed) },
    'rotation/ambiguous-path',
    `old and new CA share the name "CN=payments root 2025", and certificate "CN=payments root 2025" (serial ${serial(rekeyed)}) has no subject key identifier: verifiers take the wrong one of the two; make the new CA under another name, with its year for example`,
  ],
  [
    'a CA that may not sign certificates',
    { newCa: ca('new', notSigning) },
    'rotation/bad-new-ca',
    `the new CA, certificate "CN=not signing" (serial ${serial(notSigning)}), may not sign certificates: its keyUsage lacks keyCertSign; make the CA anew with keyCertSign`,
  ],
  [
    'a certificate of no CA',
    { newCa: ca('new', notACa) },
    'trust/not-a-ca',
    'certificate "CN=not a ca" is not a certificate authority (no CA:TRUE)',
  ],
  [
    'an intermediate, without a gateway that takes one',
    { newCa: ca('new', intermediate) },
    'rotation/partial-chain-anchor',
    `the new CA, certificate "CN=intermediate" (serial ${serial(intermediate)}), is an intermediate, and no gateway is named that takes one as anchor; give the root above it`,
  ],
  [
    'an intermediate, with a gateway that is not known to take one',
    {
      newCa: ca('new', intermediate),
      gateways: [new EnvoyGateway({ version: '1.9' }), new KongIngressController({ version: '3.5.13' })],
    },
    'rotation/partial-chain-anchor',
    'is an intermediate, and Kong Ingress Controller 3.5.13 is not known to take one as anchor',
  ],
  [
    'two certificates in one text',
    { newCa: ca('new', newRoot, { certificate: newRoot.pem + oldRoot.pem }) },
    'schema/invalid-value',
    'the text of the new CA has 2 certificates; exactly one is allowed; give one certificate alone; others that stay trusted are added by TrustAnchors.anyOf(rotation.trust, ...)',
  ],
  [
    'one issuer for both',
    { newCa: ca('new', newRoot, { issuer: ISSUERS.old }) },
    'rotation/ca-secret-in-place',
    'old and new CA both issue by ClusterIssuer payments-2025: cert-manager does not issue anew when the CA of an issuer changes (cert-manager #2478); make a second issuer for the new CA',
  ],
  [
    'a gateway that is not known to trust two CAs',
    { gateways: [new GatewayApi({ version: '1.6' })] },
    'rotation/dual-trust-shape',
    'cannot trust the old and the new CA at the same time: it takes one certificate in an object, and not two',
  ],
  [
    'a Bundle for Kong',
    {
      gateways: [new KongIngressController({ version: '3.5.13' })],
      distribution: CaDistribution.bundle({ name: 'roots', namespaces: ['payments'] }),
    },
    'trust-manager/kong-cannot-read',
    'Kong Ingress Controller 3.5.13 cannot read the target of trust-manager Bundle roots',
  ],
  [
    'a new CA that has expired',
    { newCa: ca('new', expired), now: NOW },
    'rotation/validity-gap',
    `the new CA, certificate "CN=expired" (serial ${serial(expired)}), is valid from 2020-01-01T00:00:00.000Z to 2021-01-01T00:00:00.000Z, and not at 2026-06-01T00:00:00.000Z; give the certificate of a CA that is valid`,
  ],
  [
    'a new CA that is not valid yet',
    { newCa: ca('new', future), now: NOW },
    'rotation/validity-gap',
    'and not at 2026-06-01T00:00:00.000Z; begin the rotation when it is valid',
  ],
  [
    'phases for an old CA that has expired',
    { oldCa: ca('old', expired), now: NOW, phase: CaRotationPhase.PREPARE },
    'rotation/validity-gap',
    'ended at 2021-01-01T00:00:00.000Z: nobody accepts what it issued any more, so there is nothing left to keep working; set phase to CaRotationPhase.RETIRE',
  ],
  [
    'canary namespaces that lag behind',
    {
      phase: CaRotationPhase.ACTIVATE,
      distribution: CaDistribution.bundle({
        name: 'roots',
        namespaces: ['payments'],
        canaryNamespaces: ['canary'],
        canaryPhase: CaRotationPhase.PREPARE,
      }),
    },
    'rotation/phases-merged',
    'canaryPhase is prepare and phase is activate; the canary namespaces may be in the same phase or in the next; move one of them, a phase with each commit',
  ],
  [
    'canary namespaces that are two phases ahead',
    {
      distribution: CaDistribution.bundle({
        name: 'roots',
        namespaces: ['payments'],
        canaryNamespaces: ['canary'],
        canaryPhase: CaRotationPhase.ACTIVATE,
      }),
    },
    'rotation/phases-merged',
    'canaryPhase is activate and phase is not begun',
  ],
  [
    'a cross certificate of another CA',
    { crossCertificates: { newByOld: crossSign(stranger, oldRoot).pem } },
    'rotation/bad-new-ca',
    'wanted is one with the name and the key of certificate "CN=payments root 2026"',
  ],
  [
    'the root itself in place of its cross certificate',
    { crossCertificates: { newByOld: newRoot.pem } },
    'rotation/bad-new-ca',
    'wanted is one with the name and the key of certificate "CN=payments root 2026"',
  ],
  [
    'a cross certificate by another CA',
    { crossCertificates: { newByOld: crossSign(newRoot, stranger).pem } },
    'rotation/bad-new-ca',
    'newByOld leads to no path: certificate "CN=payments root 2026"',
  ],
  [
    'a cross certificate of the old CA by another CA',
    { crossCertificates: { newByOld: crossSign(newRoot, oldRoot).pem, oldByNew: crossSign(oldRoot, stranger).pem } },
    'rotation/bad-new-ca',
    'oldByNew leads to no path: certificate "CN=payments root 2025"',
  ],
  [
    'a cross certificate that has expired',
    { crossCertificates: { newByOld: crossSign(newRoot, oldRoot, EXPIRED).pem }, now: NOW },
    'rotation/bad-new-ca',
    'newByOld leads to no path: certificate "CN=payments root 2026"',
  ],
  [
    'a cross certificate below a CA that allows none',
    { oldCa: ca('old', shallow), crossCertificates: { newByOld: crossSign(newRoot, shallow).pem } },
    'rotation/bad-new-ca',
    'and the path length 0 of that CA allows none there; sign the name and the key of the one CA with the other, as a CA with keyCertSign and room in the path length',
  ],
])('refused is %s', (_, props, rule, message) => {
  expect(create(props)).toThrow(expect.objectContaining({ rule, message: expect.stringContaining(message) }));
});

test('a private key beside a certificate is refused, and not shown', () => {
  const certificate = newRoot.pem + keyPem(newRoot);

  expect(create({ newCa: ca('new', newRoot, { certificate }) })).toThrow(
    expect.objectContaining({
      rule: 'secrets/private-key-text',
      message: expect.not.stringContaining(keyPem(newRoot).slice(40, 80)),
    }),
  );
});

test.each<[string, () => unknown, string]>([
  [
    'without namespaces',
    () => CaDistribution.bundle({ name: 'roots' }),
    'Bundle roots is given neither namespaces beside canaryNamespaces nor namespaceLabels; one of the two is allowed',
  ],
  [
    'with canary namespaces alone',
    () => CaDistribution.bundle({ name: 'roots', namespaces: ['a'], canaryNamespaces: ['a'] }),
    'Bundle roots is given neither namespaces beside canaryNamespaces nor namespaceLabels',
  ],
  [
    'with namespaces and labels',
    () => CaDistribution.bundle({ name: 'roots', namespaces: ['a'], namespaceLabels: { team: 'payments' } }),
    'Bundle roots is given both namespaces and namespaceLabels; one of the two is allowed; name the namespaces of the backends, or a label of theirs',
  ],
  [
    'with a canary phase for nobody',
    () => CaDistribution.bundle({ name: 'roots', namespaces: ['a'], canaryPhase: CaRotationPhase.PREPARE }),
    'canaryPhase prepare is given without canaryNamespaces; name the namespaces that go first',
  ],
  [
    'with a name that is none',
    () => CaDistribution.bundle({ name: 'Roots', namespaces: ['a'] }),
    '"Roots" is not a valid Bundle name',
  ],
  [
    'into a namespace that is none',
    () => CaDistribution.bundle({ name: 'roots', namespaces: ['a b'] }),
    '"a b" is not a valid Namespace name',
  ],
])('a Bundle %s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test('a wave that is no whole number is refused', () => {
  expect(() => GitOpsOrdering.argoCd({ wave: 1.5 })).toThrow(
    'wave 1.5 is no whole number, and Argo CD would take it for 0; give a whole number, such as 0 or -3',
  );
});
