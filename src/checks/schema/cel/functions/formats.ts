import { celFunction, celMethod, parameter, reading, STRING } from '../cel-function';
import { parseDate, parseDateTime } from '../time-formats';
import { CelArray, CelObjectValue, CelOptional, type CelValue } from '../values';
import { isUrl } from './url';

/** A named way to write a string. */
class NamedFormat extends CelObjectValue {
  readonly typeName = 'kubernetes.NamedFormat';

  /** @param violations what is wrong with a text; nothing when it is valid */
  constructor(
    readonly name: string,
    readonly violations: (text: string) => readonly string[],
  ) {
    super();
  }

  equals(other: CelValue): boolean {
    return other === this;
  }
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME_PART = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const LABEL_TEXT = "must consist of lower case alphanumeric characters or '-'";
const SUBDOMAIN_TEXT = `${LABEL_TEXT}, in parts joined by '.'`;

function matching(pattern: RegExp, maxLength: number, description: string): (text: string) => readonly string[] {
  return (text) => [
    ...(text.length > maxLength ? [`must be no more than ${maxLength} bytes`] : []),
    ...(text.length <= maxLength && !pattern.test(text) ? [description] : []),
  ];
}

/** A prefix of a name may end in a dash: something is going to follow. */
function asPrefix(violations: (text: string) => readonly string[]): (text: string) => readonly string[] {
  return (text) => violations(text.endsWith('-') && text.length > 1 ? `${text.slice(0, -1)}a` : text);
}

function checking(isValid: (text: string) => boolean, description: string): (text: string) => readonly string[] {
  return (text) => (isValid(text) ? [] : [description]);
}

const dns1123Label = matching(LABEL, 63, `${LABEL_TEXT}, and start and end with an alphanumeric character`);
const dns1123Subdomain = matching(SUBDOMAIN, 253, `${SUBDOMAIN_TEXT}, each with an alphanumeric start and end`);
const dns1035Label = matching(LABEL_1035, 63, `${LABEL_TEXT}, start with a letter and end with an alphanumeric one`);

const FORMATS: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries({
    dns1123Label,
    dns1123Subdomain,
    dns1035Label,
    qualifiedName: qualifiedNameViolations,
    dns1123LabelPrefix: asPrefix(dns1123Label),
    dns1123SubdomainPrefix: asPrefix(dns1123Subdomain),
    dns1035LabelPrefix: asPrefix(dns1035Label),
    labelValue: matching(LABEL_VALUE, 63, "must be alphanumeric characters, '-', '_' or '.', or empty"),
    uri: checking(isUrl, 'invalid URI'),
    uuid: checking((text) => UUID.test(text), 'does not match the UUID format'),
    byte: checking((text) => BASE64.test(text), 'invalid base64'),
    date: checking((text) => parseDate(text) !== undefined, 'invalid date'),
    datetime: checking((text) => parseDateTime(text) !== undefined, 'invalid datetime'),
  }).map(([name, violations]) => [name, new NamedFormat(name, violations)]),
);

function qualifiedNameViolations(text: string): readonly string[] {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) {
    return ["must be a name with an optional DNS subdomain prefix and '/'"];
  }
  return [
    ...(parts.length === 2 ? dns1123Subdomain(parts[0] ?? '').map((violation) => `prefix part ${violation}`) : []),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...(name.length > 63 ? ['name part must be no more than 63 bytes'] : []),
    ...(QUALIFIED_NAME_PART.test(name) || name === '' ? [] : ["name part must be alphanumeric, '-', '_' or '.'"]),
  ];
}

const FORMAT = parameter('kubernetes.NamedFormat', (value) => value instanceof NamedFormat);

/**
 * Kubernetes' format functions. The messages for invalid texts are our own.
 *
 * @see https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library#Format
 */
export const FORMAT_FUNCTIONS = [
  ...Array.from(FORMATS, ([name, format]) => celFunction(`format.${name}`, [], () => format)),
  celFunction('format.named', [STRING], (name) => {
    const format = FORMATS.get(name);
    return format === undefined ? CelOptional.NONE : CelOptional.of(format);
  }),
  reading(
    celMethod('validate', [FORMAT, STRING], (format, text) => {
      const violations = format.violations(text);
      return violations.length === 0 ? CelOptional.NONE : CelOptional.of(new CelArray(violations));
    }),
  ),
];
