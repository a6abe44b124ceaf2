import { pemProblemRule } from './_pem-problem-rule';

/** Texts that some reader refuses as a whole. */
export const pemMalformed = pemProblemRule(
  {
    id: 'trust/pem-malformed',
    severity: 'error',
    title: 'A text of certificates is refused by some readers',
    why:
      'With END and BEGIN on one line OpenSSL fails, and Go and the ca option of Node lose roots in silence. ' +
      'trust-manager refuses a bundle with headers or with blocks of another kind, and keeps the old one.',
    fix: 'Put a newline between the parts, and give plain CERTIFICATE blocks only.',
  },
  'malformed',
);
