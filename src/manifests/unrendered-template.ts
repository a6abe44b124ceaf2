import type { JsonValue } from './manifest';
import { ReadFailure } from './read-failure';

/** Template text that stands where a value or a whole line should: the reason why a document does not parse. */
const STRUCTURAL_ACTION = /^[ \t]*(?:[{[,][ \t]*)?(?:- +)*(?:(?:"[^"\n]*"|[^\s'"#{[,][^'"#{\n]*):[ \t]+)?\{\{/m;
const STRUCTURAL_VARIABLE = /(?:^|[\s[,{:])(\$\{[A-Za-z_][^}\n]{0,200}\})/m;

/**
 * Helm's own objects and functions. Other `{{ }}` text in a value is left alone: Prometheus rules, Argo workflows and
 * External Secrets carry it to their controllers.
 */
const HELM_ACTION = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Files|Capabilities|Template)\b|(?:include|template|tpl)\s)/;
const ACTION = '{{ }}';
// Not a template string: this is the text that is looked for.
const VARIABLE = '$' + '{ }';
const WHOLE_VARIABLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*(?:[:\-=?+/#%^,][^}]*)?\}$/;

/** Fields that no controller renders, so any template text in them is left over. */
const IDENTITY_FIELDS: readonly (readonly string[])[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
];

/** Whether looking closer is worth it. */
export function mayHoldTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('${');
}

/** Finds template text in a document that does not parse. The failure of the parser is then its consequence. */
export function templateInBrokenText(text: string): ReadFailure | undefined {
  const action = STRUCTURAL_ACTION.exec(text);
  if (action !== null) {
    return unrendered(ACTION, action.index + action[0].length - 2);
  }
  const variable = STRUCTURAL_VARIABLE.exec(text);
  if (variable !== null) {
    return unrendered(VARIABLE, variable.index + variable[0].length - (variable[1]?.length ?? 0));
  }
  return undefined;
}

/** Finds template text in the values of a document that parses, whose text begins at `start`. */
export function templateInValue(text: string, start: number, root: JsonValue): ReadFailure | undefined {
  const found = IDENTITY_FIELDS.map((path) => textAt(root, path)).find(mayHoldTemplate) ?? templateValue(root);
  if (found === undefined) {
    return undefined;
  }
  const opening = found.includes('{{') ? '{{' : '${';
  const [firstLine = found] = found.slice(found.indexOf(opening)).split('\n');
  const exact = text.indexOf(firstLine, start);
  return unrendered(opening === '{{' ? ACTION : VARIABLE, exact >= 0 ? exact : text.indexOf(opening, start));
}

function textAt(root: JsonValue, path: readonly string[]): string {
  let value: unknown = root;
  for (const segment of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, segment) : undefined;
  }
  return typeof value === 'string' ? value : '';
}

function templateValue(value: JsonValue): string | undefined {
  if (typeof value === 'string') {
    return isTemplate(value) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const entry of Object.values(value)) {
    const found = templateValue(entry ?? null);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** A value of several lines is a file of its own (a chart in a ConfigMap, a dashboard) and may hold any template. */
function isTemplate(value: string): boolean {
  return !value.includes('\n') && (HELM_ACTION.test(value) || WHOLE_VARIABLE.test(value));
}

function unrendered(form: string, offset: number): ReadFailure {
  return new ReadFailure(
    `template text ${form} stands in place of a value`,
    'render the template first (helm template, kustomize build, envsubst) and check what comes out',
    offset,
  );
}
