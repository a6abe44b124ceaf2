interface TokenForm {
  readonly what: string;
  readonly form: RegExp;
}

/** Forms that only tokens have: each begins with a mark that its issuer reserves, or has a structure of its own. */
const TOKEN_FORMS: readonly TokenForm[] = [
  { what: 'a JSON Web Token', form: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/ },
  { what: 'a GitHub token', form: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/ },
  { what: 'a GitLab token', form: /\bgl(?:pat|ptt|dt|rt|agent|cbt|ft|imt|soat)-[A-Za-z0-9_-]{20,}/ },
  { what: 'a Konnect token', form: /\b[ks]pat_[A-Za-z0-9]{30,}/ },
  { what: 'a Vault token', form: /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/ },
  { what: 'a Slack token', form: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/ },
  { what: 'a Google API key', form: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: 'an npm token', form: /\bnpm_[A-Za-z0-9]{36}/ },
  { what: 'a DigitalOcean token', form: /\bdo[opr]_v1_[0-9a-f]{64}/ },
  { what: 'a Stripe key', form: /\b[rs]k_live_[A-Za-z0-9]{24,}/ },
  { what: 'an API key', form: /\bsk-(?:ant-|proj-|svcacct-)?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{40,}/ },
  { what: 'an Azure storage key', form: /\bAccountKey=[A-Za-z0-9+/]{86}==/ },
  { what: 'a registry password', form: /"auths"\s*:\s*\{[\s\S]{0,2000}?"auth"\s*:\s*"[A-Za-z0-9+/]{12,}={0,2}"/ },
  { what: 'a bearer token', form: /\b[Bb]earer +(?=[A-Za-z._~+/-]*\d)[A-Za-z0-9._~+/-]{24,}/ },
];

/** What the forms have in common, to look at most texts once only. */
const MARKS =
  /eyJ|gh[pousr]_|github_pat_|gl[a-z]+-|[ks]pat_|hv[sbr]\.|xox[a-z]-|AIza|npm_|do[opr]_v1_|[rs]k_live_|sk-|AccountKey=|"auths"|[Bb]earer /;

/** Names a token of a known form in a text; undefined if there is none. */
export function tokenKind(text: string): string | undefined {
  return MARKS.test(text) ? TOKEN_FORMS.find(({ form }) => form.test(text))?.what : undefined;
}

/** Field names that hold a credential themselves, written in snake case. A name that says where one is (`_name`, `_ref`) is none. */
const CREDENTIAL_NAME =
  /(?:^|_)(?:password|passwd|passphrase|token|secret|api_?key|secret_key|access_key|client_secret|private_key|credentials?)$/;

/** Whether a field or environment variable of this name holds a credential: `clientSecret`, `API_TOKEN`. */
export function isCredentialName(name: string): boolean {
  // Domains before a slash are those of annotations and labels, as in `checksum/secret`.
  return name.length <= 128 && !name.includes('/') && CREDENTIAL_NAME.test(snakeCase(name));
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.]/g, '_')
    .toLowerCase();
}

const TOKEN_ALPHABET = /^[A-Za-z0-9+/_.~=-]{20,}$/;
const HEXADECIMAL = /^[0-9a-f]{32,}$/i;

/** Whether a text looks drawn at random: hexadecimal, or capitals, small letters and digits mixed. Names of objects do not. */
export function looksRandom(text: string): boolean {
  if (HEXADECIMAL.test(text)) {
    return true;
  }
  return (
    TOKEN_ALPHABET.test(text) && [/[A-Z]/g, /[a-z]/g, /[0-9]/g].every((kind) => (text.match(kind) ?? []).length >= 3)
  );
}

/** What stands for a value that is put in later: `${TOKEN}`, `$(TOKEN)`, `<token>`, `{vault://...}`, `ENC[...]`. */
const PLACEHOLDER =
  /^\s*(?:\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Z_]+|<[^<>]*>|\{vault:\/\/[^{}]*\}|ENC\[[^\]]*\]|\*+|x+|X+)?\s*$/;

/** Whether a text is empty or a placeholder. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
