/** What is wrong with a piece of PEM text. */
export type PemProblemCode =
  | 'bad-base64'
  | 'blank-line'
  | 'byte-order-mark'
  | 'empty'
  | 'headers'
  | 'indented'
  | 'joined-markers'
  | 'label-mismatch'
  | 'marker-not-alone'
  | 'not-a-certificate'
  | 'not-der'
  | 'other-label'
  | 'private-key'
  | 'stray-end'
  | 'too-large'
  | 'truncated';

/**
 * What a problem leads to: `secret` text is disclosed, a block is `lost` without an error in at least one common
 * reader, or the text is `malformed` and at least one common reader refuses it.
 */
export type PemProblemEffect = 'lost' | 'malformed' | 'secret';

/** One thing that is wrong with a PEM text. Its message never holds any of the text between markers. */
export interface PemProblem {
  readonly code: PemProblemCode;
  readonly effect: PemProblemEffect;
  /** Line of the text, counted from 1. */
  readonly line: number;
  /** How many BEGIN markers this problem accounts for. */
  readonly blocks: number;
  /** What was found and what it does: lower case, no final period. */
  readonly message: string;
  /** What to do about it: imperative, lower case, no final period. */
  readonly fix: string;
}

const ALONE = 'put each BEGIN and each END marker on a line of its own, at the start of the line';

const EXPLANATIONS: Readonly<Record<PemProblemCode, { effect: PemProblemEffect; what: string; fix: string }>> = {
  'bad-base64': {
    effect: 'lost',
    what: 'holds text that is not base64; OpenSSL fails, Go passes over the block in silence',
    fix: 'copy the block again from its source',
  },
  'blank-line': {
    effect: 'lost',
    what: 'holds an empty line, which OpenSSL takes for the end of a header and Go ignores',
    fix: 'remove the empty line',
  },
  'byte-order-mark': {
    effect: 'lost',
    what: 'follows a byte order mark, so that Go passes over it in silence',
    fix: 'save the text as UTF-8 without a byte order mark',
  },
  empty: {
    effect: 'lost',
    what: 'holds no PEM block; trust-manager and the `ca` option of Node take it for an empty bundle in silence',
    fix: 'give at least one BEGIN CERTIFICATE block',
  },
  headers: {
    effect: 'malformed',
    what: 'has PEM headers; OpenSSL and trust-manager refuse it',
    fix: 'remove the lines between BEGIN and the base64 text',
  },
  indented: {
    effect: 'lost',
    what: 'has an indented marker; readers pass over the block in silence',
    fix: 'remove the spaces before the markers; in YAML, use a block scalar (`|`) indented as a whole',
  },
  'joined-markers': {
    effect: 'malformed',
    what: 'ends on the line on which the next one begins; OpenSSL fails, Go loses both in silence',
    fix: 'put a newline between the parts when concatenating them',
  },
  'label-mismatch': {
    effect: 'lost',
    what: 'ends with another label than it begins with; OpenSSL fails, Go passes over the block in silence',
    fix: 'copy the block again from its source',
  },
  'marker-not-alone': {
    effect: 'lost',
    what: 'has other text on the line of a marker; readers pass over the block or fail',
    fix: ALONE,
  },
  'not-a-certificate': {
    effect: 'lost',
    what: 'is no X.509 certificate; trust-manager refuses the bundle, other readers pass over the block',
    fix: 'copy the certificate again from its source',
  },
  'not-der': {
    effect: 'lost',
    what: 'is base64 of something that is not exactly one DER structure',
    fix: 'copy the block again from its source',
  },
  'other-label': {
    effect: 'malformed',
    what: 'is of a kind that not all readers take; trust-manager refuses a bundle that holds it',
    fix: 'convert it to a plain block, for a certificate with `openssl x509`',
  },
  'private-key': {
    effect: 'secret',
    what: 'is a private key',
    fix: 'remove the key, replace it everywhere it is used, and refer to it in a Secret instead',
  },
  'stray-end': {
    effect: 'lost',
    what: 'is an END marker without its BEGIN marker; the block before it is lost',
    fix: `give the BEGIN marker five hyphens and capital letters, and ${ALONE}`,
  },
  'too-large': {
    effect: 'lost',
    what: 'goes beyond what is read',
    fix: 'split the bundle',
  },
  truncated: {
    effect: 'lost',
    what: 'has no END marker; readers pass over the block or fail',
    fix: 'copy the block again from its source, up to and with its END marker',
  },
};

/** Describes a problem. `subject` names the thing at fault, as in `the CERTIFICATE block`. */
export function pemProblem(code: PemProblemCode, line: number, subject: string, blocks: number): PemProblem {
  const { effect, what, fix } = EXPLANATIONS[code];
  return { code, effect, line, blocks, message: `${subject} ${what}`, fix };
}

/** PEM text that cannot be relied on to be read whole by every reader. */
export class PemError extends Error {
  override readonly name = 'PemError';

  /** @param problems at least one */
  constructor(readonly problems: readonly PemProblem[]) {
    super(problems.map((problem) => `line ${problem.line}: ${problem.message}; ${problem.fix}`).join('\n'));
  }
}
