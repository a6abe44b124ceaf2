// Certificates for one rehearsal, made at run time: nothing of them outlives it.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR = 3_600_000;

x509.cryptoProvider.set(webcrypto);

const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const validity = (days) => ({
  notBefore: new Date(Date.now() - HOUR),
  notAfter: new Date(Date.now() + days * 24 * HOUR),
});

/** A root that signs itself. */
export async function createRoot(commonName) {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(3650),
    serialNumber: serialNumber(),
    name: `CN=${commonName}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, privateKey: keys.privateKey, pem: pemOf(certificate) };
}

/** A certificate for servers or for clients, as `usage` says, with its key. */
export async function issue(root, dnsName, usage) {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(30),
    serialNumber: serialNumber(),
    subject: `CN=${dnsName}`,
    issuer: root.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage]]),
      await x509.AuthorityKeyIdentifierExtension.create(root.certificate.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { pem: pemOf(certificate), key: `${key}\n` };
}

function pemOf(certificate) {
  return `${certificate.toString('pem')}\n`;
}

/** Positive, as RFC 5280 wants it. */
function serialNumber() {
  const bytes = randomBytes(16);
  bytes[0] &= 0x7f;
  return bytes.toString('hex');
}
