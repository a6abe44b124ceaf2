// Makes the certificate authorities of the examples. Only the certificates are written; the keys are forgotten, since the
// examples trust these authorities and never issue from them. Run it by hand: each run makes new ones, of all names or of
// those that are given as arguments. Examples pin fingerprints: run `openssl x509 -noout -fingerprint -sha256` after it.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as x509 from '@peculiar/x509';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'examples/pki');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
x509.cryptoProvider.set(webcrypto);

const NAMES = ['payments', 'payments-next', 'risk'];

for (const name of process.argv.length > 2 ? process.argv.slice(2) : NAMES) {
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Example ${name} root, O=Example Platform`,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2046-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  writeFileSync(join(folder, `${name}-root.pem`), `${certificate.toString('pem')}\n`);
}
