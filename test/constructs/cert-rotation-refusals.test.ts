import { Chart, Duration, Testing } from 'cdk8s';
import { CertRotation, type CertRotationProps } from '../../src/constructs/cert-rotation';
import { PrivateKeyAlgorithm, PrivateKeyEncoding, SignatureAlgorithm } from '../../src/constructs/certificate-key';
import { CertificateOutputFormat, RenewalPolicy } from '../../src/constructs/certificate-options';
import { CertificateUsage } from '../../src/constructs/certificate-usage';
import { Issuer } from '../../src/constructs/issuer';

const MINIMAL: CertRotationProps = {
  issuer: Issuer.clusterIssuer('payments-ca'),
  usages: [CertificateUsage.CLIENT_AUTH],
  dnsNames: ['edge.gateways.example.com'],
};
const CA: Partial<CertRotationProps> = { isCa: true, commonName: 'payments-root-2026' };

function create(props: Partial<CertRotationProps>): () => CertRotation {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'gateways' });
  return () => new CertRotation(chart, 'edge', { ...MINIMAL, ...props });
}

const LONG = 'a'.repeat(64);
const HALF_PEM = `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}\nMIIB`;
const window = (changed: object) => ({
  renewalWindows: [{ cron: '0 2 * * 6', windowDuration: Duration.hours(4), ...changed }],
});

describe('CertRotation refuses', () => {
  test.each<[string, Partial<CertRotationProps>, string]>([
    [
      'a certificate without a name',
      { dnsNames: [] },
      'dnsNames is missing, and so are commonName, uris, emailAddresses, ipAddresses, otherNames; a certificate needs one name at least; give dnsNames or uris; common names are not matched by current verifiers (cert-manager/spec-rejected)',
    ],
    [
      'a common name over 64 bytes, counted in UTF-8',
      { commonName: `ü${'a'.repeat(63)}` },
      'commonName is 65 bytes long, at most 64 are allowed; leave the common name out and put the name into dnsNames (cert-manager/spec-rejected)',
    ],
    [
      'a common name over 64 bytes inside the literal subject',
      { literalSubject: `CN=${LONG}a` },
      'literalSubject has a common name 65 bytes long, at most 64 are allowed; leave the common name out and put the name into dnsNames (cert-manager/spec-rejected)',
    ],
    [
      'a literal subject beside a common name',
      { literalSubject: 'O=Example', commonName: 'edge' },
      'commonName is set beside literalSubject, which is the whole subject; move commonName into literalSubject, or drop literalSubject (cert-manager/spec-rejected)',
    ],
    [
      'a literal subject beside a subject',
      { literalSubject: 'O=Example', subject: { countries: ['DE'] } },
      'subject is set beside literalSubject, which is the whole subject; move subject into literalSubject, or drop literalSubject (cert-manager/spec-rejected)',
    ],
    [
      'a literal subject that is none',
      { literalSubject: 'edge' },
      'literalSubject "edge" is not a distinguished name in the form of RFC 4514; write it as in "CN=edge,OU=Gateways,O=Example", with a backslash before special characters (cert-manager/spec-rejected)',
    ],
    [
      'a key of the literal subject that cert-manager does not know',
      { literalSubject: 'cn=edge' },
      'literalSubject has the key "cn", allowed are C, O, OU, CN, SERIALNUMBER, L, ST, STREET, DC, UID in upper case and object identifiers; use one of these keys (cert-manager/spec-rejected)',
    ],
    [
      'a DNS name with a blank',
      { dnsNames: ['good.example.com', 'edge example'] },
      'dnsNames[1] "edge example" is not a DNS name: labels of letters, digits and "-" are allowed, and "*" as the whole first label; give the name that clients connect to, such as ledger.payments.svc.cluster.local (cert-manager/spec-rejected)',
    ],
    [
      'a wildcard inside a label',
      { dnsNames: ['edge-*.example.com'] },
      'dnsNames[0] "edge-*.example.com" is not a DNS name: labels of letters, digits and "-" are allowed, and "*" as the whole first label; give the name that clients connect to, such as ledger.payments.svc.cluster.local (cert-manager/spec-rejected)',
    ],
    [
      'an IP address as DNS name',
      { dnsNames: ['10.0.0.7'] },
      'dnsNames[0] "10.0.0.7" is an IP address, which belongs in ipAddresses; give the name that clients connect to, such as ledger.payments.svc.cluster.local (cert-manager/spec-rejected)',
    ],
    [
      'a DNS label over 63 characters',
      { dnsNames: [`${LONG}.example.com`] },
      `dnsNames[0] "${LONG}.example.com" is too long for a DNS name: 253 characters are allowed, and 63 between two dots; give the name that clients connect to, such as ledger.payments.svc.cluster.local (cert-manager/spec-rejected)`,
    ],
    [
      'a URI without a scheme',
      { uris: ['example.com/ledger'] },
      'uris[0] "example.com/ledger" is not an absolute URI: a scheme, then ASCII without blanks, other characters percent-encoded; give an absolute URI such as spiffe://example.com/ns/payments/sa/ledger (cert-manager/spec-rejected)',
    ],
    [
      'a URI without an authority',
      { uris: ['https:///ledger'] },
      'uris[0] "https:///ledger" has no authority between "//" and the path; give an absolute URI such as spiffe://example.com/ns/payments/sa/ledger (cert-manager/spec-rejected)',
    ],
    [
      'a SPIFFE ID with a port',
      { uris: ['spiffe://example.com:8443/ledger'] },
      'uris[0] "spiffe://example.com:8443/ledger" is not a SPIFFE ID: spiffe://, a lower-case trust domain, and path segments without query, fragment or port; give an absolute URI such as spiffe://example.com/ns/payments/sa/ledger (cert-manager/spec-rejected)',
    ],
    [
      'an IP address with a zone',
      { ipAddresses: ['fe80::1%eth0'] },
      'ipAddresses[0] "fe80::1%eth0" is not an IP address; give one address such as 10.0.0.7 or 2001:db8::7 (cert-manager/spec-rejected)',
    ],
    [
      'an email address with a display name',
      { emailAddresses: ['Ops <ops@example.com>'] },
      'emailAddresses[0] "Ops <ops@example.com>" is not a bare email address; give the bare address, such as ops@example.com (cert-manager/spec-rejected)',
    ],
    [
      'another name of no type',
      { otherNames: [{ oid: 'upn', utf8Value: 'x' }] },
      'otherNames[0].oid "upn" is not an object identifier; write numbers and dots, such as 1.3.6.1.4.1.311.20.2.3 (cert-manager/spec-rejected)',
    ],
    [
      'an empty other name',
      { otherNames: [{ oid: '1.2.3', utf8Value: '' }] },
      'otherNames[0].utf8Value is empty or not valid UTF-8; give the name as text (cert-manager/spec-rejected)',
    ],
    [
      'usages that fit client and server alike',
      { usages: [CertificateUsage.DIGITAL_SIGNATURE] },
      'usages has no extended key usage, so the certificate passes as a client and as a server alike; state "client auth" for a gateway, "server auth" for a backend (cert-manager/no-eku)',
    ],
    [
      'a CA without a subject',
      { isCa: true },
      'commonName is missing, and so are subject and literalSubject; a CA without a subject issues leaves that OpenSSL refuses; give the CA a common name of its own, such as payments-root-2026 (cert-manager/leaf-dn-equals-ca)',
    ],
    [
      'a duration under an hour',
      { duration: Duration.minutes(59) },
      'duration 59m is below the minimum of 1h; ask for 1h at least (cert-manager/spec-rejected)',
    ],
    [
      'a duration over the 292 years that Go can count',
      { duration: Duration.days(146_000) },
      'duration "3504000h" is not a Go duration; write hours, minutes and seconds, such as 720h or 1h30m (cert-manager/spec-rejected)',
    ],
    [
      'a renewal under 5 minutes before expiry',
      { renewBefore: Duration.seconds(299) },
      'renewBefore 299s is below the minimum of 5m; renew a third of the lifetime before expiry (cert-manager/spec-rejected)',
    ],
    [
      'a renewal before the beginning',
      { duration: Duration.hours(24), renewBefore: Duration.days(1) },
      'renewBefore 24h is not below the duration of 24h; renew a third of the lifetime before expiry (cert-manager/spec-rejected)',
    ],
    [
      'a renewal later than the minimum by percentage, which the webhook lets pass',
      { duration: Duration.hours(1), renewBeforePercentage: 5 },
      'renewBeforePercentage 5 of the duration of 1h renews 3m before expiry, below the minimum of 5m; the webhook does not notice; give a larger percentage, or renewBefore (cert-manager/renew-percentage-trap)',
    ],
    [
      'a good percentage that the webhook rejects',
      { duration: Duration.hours(1), renewBeforePercentage: 95 },
      'renewBeforePercentage 95 of the duration of 1h is rejected by the webhook, which computes with the other 5 percent (3m) and wants 5m at least; give renewBefore instead (cert-manager/spec-rejected)',
    ],
    [
      'a percentage of 0',
      { renewBeforePercentage: 0 },
      'renewBeforePercentage 0 is not between 1 and 99; the controller would renew at a third of the lifetime; give an integer from 1 to 99, or renewBefore (cert-manager/renew-percentage-trap)',
    ],
    [
      'a percentage of 100',
      { renewBeforePercentage: 100 },
      'renewBeforePercentage 100 is not between 1 and 99; the controller would renew at a third of the lifetime; give an integer from 1 to 99, or renewBefore (cert-manager/renew-percentage-trap)',
    ],
    [
      'two ways to say when to renew',
      { renewBefore: Duration.hours(24), renewBeforePercentage: 30 },
      'renewBeforePercentage is set beside renewBefore; keep one of the two (cert-manager/spec-rejected)',
    ],
    [
      'windows where renewal is off',
      { renewalPolicy: RenewalPolicy.DISABLED, ...window({}) },
      'renewal.windows is set although renewal.policy is Disabled; drop the windows, or renew by RenewBefore (cert-manager/spec-rejected)',
    ],
    [
      'a window at no time',
      window({ cron: '0 2 * * 7' }),
      'renewal.windows[0].cron "0 2 * * 7" has a bad day of week, allowed are 0-6, lists, ranges and steps; write five fields such as "0 2 * * 6", or a descriptor such as @daily (cert-manager/spec-rejected)',
    ],
    [
      'a window of milliseconds, which the pattern of the field does not know',
      window({ windowDuration: Duration.millis(1500) }),
      'renewal.windows[0].windowDuration "1500ms" is not a duration above 0 in hours, minutes and seconds; write one such as 4h or 90m (cert-manager/spec-rejected)',
    ],
    [
      'a window of no length',
      window({ windowDuration: Duration.seconds(0) }),
      'renewal.windows[0].windowDuration "0s" is not a duration above 0 in hours, minutes and seconds; write one such as 4h or 90m (cert-manager/spec-rejected)',
    ],
    [
      'a window in an unknown time zone',
      window({ timezone: 'CET/Berlin' }),
      'renewal.windows[0].timezone "CET/Berlin" is not a time zone of the IANA database; name a zone such as UTC or Europe/Berlin (cert-manager/spec-rejected)',
    ],
    [
      'an RSA key that is too small',
      { privateKeyAlgorithm: PrivateKeyAlgorithm.RSA, privateKeySize: 1024 },
      'privateKey.size 1024 is not allowed for RSA, allowed are 2048 to 8192; use 2048, 4096 or 8192 (cert-manager/spec-rejected)',
    ],
    [
      'an RSA key that is too large',
      { privateKeyAlgorithm: PrivateKeyAlgorithm.RSA, privateKeySize: 8193 },
      'privateKey.size 8193 is not allowed for RSA, allowed are 2048 to 8192; use 2048, 4096 or 8192 (cert-manager/spec-rejected)',
    ],
    [
      'a curve that does not exist, and sizes below 1 that the webhook lets pass',
      { privateKeySize: 0 },
      'privateKey.size 0 is not allowed for ECDSA, allowed are 256, 384, 521; use 256 unless a policy asks for more (cert-manager/spec-rejected)',
    ],
    [
      'a size for an algorithm that has one only',
      { privateKeyAlgorithm: PrivateKeyAlgorithm.ED25519, privateKeySize: 256 },
      'privateKey.size 256 is ignored for Ed25519, whose keys have one size; drop the size (cert-manager/spec-rejected)',
    ],
    [
      'an encoding that is ignored',
      { privateKeyAlgorithm: PrivateKeyAlgorithm.ED25519, privateKeyEncoding: PrivateKeyEncoding.PKCS1 },
      'privateKey.encoding PKCS1 is ignored for Ed25519, whose keys are written as PKCS8; use PKCS8 (cert-manager/spec-rejected)',
    ],
    [
      'a signature that does not fit the key',
      { signatureAlgorithm: SignatureAlgorithm.SHA256_WITH_RSA },
      'signatureAlgorithm SHA256WithRSA does not fit a key of algorithm ECDSA, allowed are ECDSAWithSHA256, ECDSAWithSHA384, ECDSAWithSHA512; use one of these, or leave it out (cert-manager/spec-rejected)',
    ],
    [
      'a Secret name that is none',
      { secretName: 'Edge_TLS' },
      'secretName "Edge_TLS" is not a name of a Secret, allowed are at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit; choose another name (cert-manager/spec-rejected)',
    ],
    [
      'a private key for a Secret name, without repeating it',
      { secretName: HALF_PEM },
      'secretName PEM text (not shown) is not a name of a Secret, allowed are at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit; choose another name (cert-manager/spec-rejected)',
    ],
    [
      'annotations that are reserved',
      { secretAnnotations: { 'cert-manager.io/issuer-name': 'x', 'cert-manager.io/allow-direct-injection': 'true' } },
      'secretTemplate.annotations has "cert-manager.io/issuer-name"; of cert-manager.io/* only cert-manager.io/allow-direct-injection is allowed; drop it, cert-manager writes its own (cert-manager/spec-rejected)',
    ],
    [
      'annotations that are too large',
      { secretAnnotations: { note: 'a'.repeat(262_144) } },
      'secretTemplate.annotations hold 262148 bytes, at most 262144 are allowed; keep the data elsewhere (cert-manager/spec-rejected)',
    ],
    [
      'a label key that is none',
      { secretLabels: { 'a/b/c': 'x' } },
      'secretTemplate.labels has the key "a/b/c", allowed is an optional DNS prefix with "/", then at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit; rename the key (cert-manager/spec-rejected)',
    ],
    [
      'a label value that is none',
      { secretLabels: { team: 'payments & co' } },
      'secretTemplate.labels.team "payments & co" is not a label value, allowed are empty, or at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit; use an annotation for free text (cert-manager/spec-rejected)',
    ],
    [
      'a format that is listed twice',
      { additionalOutputFormats: [CertificateOutputFormat.DER, CertificateOutputFormat.DER] },
      'additionalOutputFormats[1] repeats "DER"; list each format once (cert-manager/spec-rejected)',
    ],
    [
      'a key store without a password',
      { keystores: { jks: { passwordSecretRef: { name: '', key: 'password' } } } },
      'keystores.jks needs its password from exactly one of passwordSecretRef and password, and not an empty one; name a Secret in passwordSecretRef, and keep the password out of the manifest (cert-manager/spec-rejected)',
    ],
    [
      'name constraints on a leaf',
      { nameConstraints: { permitted: { dnsDomains: ['example.com'] } } },
      'nameConstraints is set on a certificate that is no CA; set isCA, or drop nameConstraints (cert-manager/spec-rejected)',
    ],
    [
      'name constraints without names',
      { ...CA, nameConstraints: { critical: true } },
      'nameConstraints has neither permitted nor excluded names; give one of the two (cert-manager/spec-rejected)',
    ],
    [
      'an IP range without a length',
      { ...CA, nameConstraints: { excluded: { ipRanges: ['10.0.0.0'] } } },
      'nameConstraints.excluded.ipRanges[0] "10.0.0.0" is not an IP range in CIDR form; write it as in 10.0.0.0/8 or 2001:db8::/32 (cert-manager/spec-rejected)',
    ],
    [
      'a revision history of nothing',
      { revisionHistoryLimit: 0 },
      'revisionHistoryLimit 0 is not an integer of 1 or more; keep one revision at least (cert-manager/spec-rejected)',
    ],
    [
      'an issuer without a name',
      { issuer: { name: '', kind: 'Issuer', group: 'cert-manager.io' } },
      'issuerRef.name is empty; name the issuer (cert-manager/spec-rejected)',
    ],
    [
      'an external kind in the group of cert-manager',
      { issuer: Issuer.external({ name: 'pca', kind: 'AWSPCAIssuer', group: 'cert-manager.io' }) },
      'issuerRef.kind "AWSPCAIssuer" is not a kind of group cert-manager.io, allowed are Issuer, ClusterIssuer; give the API group of the external issuer (cert-manager/spec-rejected)',
    ],
  ])('%s', (_, props, message) => {
    expect(create(props)).toThrow(new Error(`CertRotation "edge" [test/edge]: ${message}`));
  });
});

test('CertRotation accepts values at each limit', () => {
  const limits: readonly Partial<CertRotationProps>[] = [
    { commonName: LONG },
    { duration: Duration.hours(1), renewBefore: Duration.minutes(5) },
    { duration: Duration.hours(1), renewBefore: Duration.seconds(3599) },
    { duration: Duration.hours(1), renewBeforePercentage: 9 },
    { duration: Duration.hours(1), renewBeforePercentage: 91 },
    { privateKeyAlgorithm: PrivateKeyAlgorithm.RSA, privateKeySize: 8192 },
    { privateKeySize: 521 },
    { dnsNames: [`${'a'.repeat(63)}.example.com`] },
    { secretAnnotations: { note: 'a'.repeat(262_140) } },
    { usages: [CertificateUsage.ANY] },
  ];
  for (const props of limits) {
    expect(create(props)).not.toThrow();
  }
});
