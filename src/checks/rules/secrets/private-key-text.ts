import { leakRule } from './_leak-rule';

/** Private keys as PEM, DER, JSON Web Key, PKCS#12 or Java keystore, age or PuTTY key, as they stand or as base64. */
export const privateKeyText = leakRule({
  id: 'secrets/private-key-text',
  severity: 'error',
  title: 'A private key stands in a manifest, as text or as base64',
  why:
    'A manifest is committed, rendered into logs and kept in the history of Git: whoever reads one of these can pose as the ' +
    'gateway or the backend. Base64 in a Secret hides nothing, and removing the line later does not remove the key.',
  fix:
    'Remove the key, replace it wherever it is in use, and let a Certificate (cert-manager) or an ExternalSecret write the ' +
    'Secret. This rule cannot be suppressed.',
  kind: 'private key',
  mend: 'remove the key, replace it wherever it is in use, and let a Certificate or an ExternalSecret write the Secret',
});
