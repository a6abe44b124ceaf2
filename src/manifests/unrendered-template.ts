import { isJsonObject, type JsonValue } from './manifest';
import { ReadFailure } from './read-failure';

const TEMPLATE_TEXT = /(\{\{)|\$\{[A-Za-z_]/;

/**
 * Helm's own objects and functions. Other `{{ }}` text in a value is left alone: Prometheus rules, Argo workflows and
 * External Secrets carry it to their controllers.
 */
const HELM_ACTION = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Files|Capabilities|Template)\b|(?:include|template|tpl)\s)/;
const ACTION = '{{ }}';
// Not a template string: this is the text that is looked for.
const VARIABLE = '$' + '{ }';
const WHOLE_VARIABLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*(?:[:\-=?+/#%^,][^}]*)?\}$/;

/** Kinds that carry Helm templates or values to whoever renders them, or text about them. */
const TEMPLATE_KINDS: ReadonlySet<unknown> = new Set([
  'Application',
  'ApplicationSet',
  'CustomResourceDefinition',
  'HelmChart',
  'HelmChartConfig',
  'HelmRelease',
]);

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

/**
 * Finds template text where a document stops to parse: on the line of the failure or the one before, so that template
 * text which a controller renders, elsewhere in the document, does not hide the true failure.
 */
export function templateInBrokenText(text: string, failedAt: number): ReadFailure | undefined {
  const lineStart = text.lastIndexOf('\n', failedAt - 1);
  const start = lineStart <= 0 ? 0 : text.lastIndexOf('\n', lineStart - 1) + 1;
  const end = text.indexOf('\n', failedAt);
  const found = TEMPLATE_TEXT.exec(text.slice(start, end < 0 ? text.length : end));
  return found === null ? undefined : unrendered(found[1] === undefined ? VARIABLE : ACTION, start + found.index);
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
  if (typeof value !== 'object' || value === null || (isJsonObject(value) && TEMPLATE_KINDS.has(value.kind))) {
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
