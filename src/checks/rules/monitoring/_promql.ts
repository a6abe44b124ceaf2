/** Longer expressions are not read: nobody writes them, and each is read character by character. */
const MAX_LENGTH = 64 * 1024;

/** Strings, comments, label matchers and ranges come before words, so that what stands in them is no metric. */
const TOKEN =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|\[[^[\]]*\]|[{}()]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-zA-Z_.]*|\s+|./gs;
const WORD = /^[a-zA-Z_:]/;
const KEYWORDS = new Set(['and', 'or', 'unless', 'atan2', 'bool', 'offset', 'inf', 'nan', 'start', 'end']);
/** Each is followed by a list of labels in parentheses. */
const LABEL_LISTS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const NAME_MATCHER = /^\{\s*__name__\s*=\s*["'`]([a-zA-Z_:][a-zA-Z0-9_:]*)["'`]/;

/**
 * The names of the metrics that a PromQL expression reads. A reader of words, not of the grammar: what is no
 * expression gives some names or none.
 */
export function metricsIn(expression: string): ReadonlySet<string> {
  const metrics = new Set<string>();
  const tokens = tokensOf(expression);
  let braces = 0;
  let labelList = false;
  for (const [position, token] of tokens.entries()) {
    if (token === '{') {
      braces += 1;
      addNamed(metrics, tokens, position);
    } else if (token === '}') {
      braces = Math.max(0, braces - 1);
    } else if (token === ')') {
      labelList = false;
    } else if (WORD.test(token) && braces === 0 && !labelList) {
      const word = token.toLowerCase();
      labelList = LABEL_LISTS.has(word) && tokens[position + 1] === '(';
      if (!LABEL_LISTS.has(word) && !KEYWORDS.has(word) && !isCalled(tokens, position)) {
        metrics.add(token);
      }
    }
  }
  return metrics;
}

/** The expression without comments, and with empty strings in place of all texts. */
export function withoutTexts(expression: string): string {
  return (expression.length > MAX_LENGTH ? '' : expression).replaceAll(TOKEN, (token) => {
    if (token.startsWith('#')) {
      return '';
    }
    return /^["'`]./s.test(token) ? '""' : token;
  });
}

/**
 * Whether an expression compares a metric with 0 so that unset times drop out: `metric{...} > 0`, `(metric) != 0`,
 * `0 < metric` or `unless metric == 0`.
 */
export function excludesZero(expression: string, metric: string): boolean {
  const text = withoutTexts(expression).replaceAll(/\s+/g, ' ');
  const selector = `\\b${metric} ?(?:\\{[^{}]*\\})?`;
  const zero = '0(?:\\.0*)?(?![.\\w])';
  const forms = [
    `${selector}[ )]*(?:>|!=) ?${zero}`,
    `(?<![.\\w])0 ?(?:<|!=) ?\\(?${selector}`,
    `\\bunless (?:(?:on|ignoring) ?\\([^()]*\\) ?)?\\(?${selector}[ )]*== ?${zero}`,
  ];
  return new RegExp(forms.join('|')).test(text);
}

function tokensOf(expression: string): readonly string[] {
  const tokens = expression.length > MAX_LENGTH ? [] : (expression.match(TOKEN) ?? []);
  return tokens.filter((token) => token.trim() !== '' && !token.startsWith('#'));
}

/** `sum(...)`, and `sum by (...) (...)`, where the list of labels comes first. */
function isCalled(tokens: readonly string[], position: number): boolean {
  const next = tokens[position + 1];
  return next === '(' || next?.toLowerCase() === 'by' || next?.toLowerCase() === 'without';
}

function addNamed(metrics: Set<string>, tokens: readonly string[], position: number): void {
  const name = NAME_MATCHER.exec(tokens.slice(position, position + 4).join(''))?.[1];
  if (name !== undefined) {
    metrics.add(name);
  }
}
