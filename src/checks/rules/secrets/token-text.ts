import { leakRule } from './_leak-rule';

/**
 * Tokens of known forms anywhere, and what looks random under the name of a credential. Encrypted values and
 * placeholders are left out.
 */
export const tokenText = leakRule({
  id: 'secrets/token-text',
  severity: 'error',
  title: 'A token or an API key stands in a manifest, as text or as base64',
  why:
    'A manifest is committed, rendered into logs and kept in the history of Git: whoever reads one of these can use the token ' +
    'until it is revoked. Base64 in a Secret hides nothing.',
  fix: 'Revoke the token, and let an ExternalSecret or a SealedSecret deliver a new one. This rule cannot be suppressed.',
  kind: 'token',
  mend: 'revoke it, and let an ExternalSecret or a SealedSecret deliver a new one',
});
