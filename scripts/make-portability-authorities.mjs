// Makes the certificate authorities of the portability suite. Only the certificates are written; the keys are forgotten, since
// the suite trusts these authorities and never issues from them. Run it by hand: each run makes new ones.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as x509 from '@peculiar/x509';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/testing/portability/authorities.ts');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
x509.cryptoProvider.set(webcrypto);

const old = await authority('old root');
const root = await authority('new root');
const intermediate = await authority('intermediate', old);
writeFileSync(
  file,
  `// Made by scripts/make-portability-authorities.mjs, which forgets the keys.

${constant('OLD_ROOT', 'The root that issues the server certificates.', old)}
${constant('NEW_ROOT', 'The root that comes after it in a rotation.', root)}
${constant('INTERMEDIATE', 'An authority below the old root.', intermediate)}`,
);

async function authority(what, issuer) {
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const name = `CN=Portability ${what}, O=Example Platform`;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2046-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, issuer === undefined ? 1 : 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer === undefined ? [] : [await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey)]),
    ],
  });
  return { keys, certificate };
}

function constant(name, doc, { certificate }) {
  return `/** ${doc} */\nexport const ${name} = \`${certificate.toString('pem')}\n\`;\n`;
}
