import { fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from '../../../manifests/graph/json-fields';
import { type FieldPath, formatPath, isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import type { Rule, RuleFinding } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { forEachBundle } from './_bundles';

const SOURCE_TYPES = ['configMap', 'secret', 'inLine', 'useDefaultCAs'];
const OBJECT_TYPES = ['configMap', 'secret'];
const RESERVED_PREFIXES = ['trust.cert-manager.io/', 'trust-manager.io/'];

/** What trust-manager's CRD and webhook reject. */
export const specRejected: Rule<CheckContext> = {
  id: 'trust-manager/spec-rejected',
  severity: 'error',
  title: 'The spec of a Bundle breaks a rule of trust-manager',
  why: 'The webhook of trust-manager refuses the Bundle when it is applied: the roots that it had stay, new ones do not come.',
  fix:
    'Give each source exactly one type, an object by name or by selector, one key or all keys; and let no source be the ' +
    'target of the same Bundle.',
  check: (context) =>
    forEachBundle(context, (bundle) => {
      const problems = [...sourcesProblems(bundle), ...targetProblems(bundle)];
      return problems.map(({ path, message, fix }) => ({
        manifest: bundle,
        path,
        message: `${formatPath(path.slice(1))} ${message}`,
        fix,
      }));
    }),
};

type Problem = Pick<RuleFinding, 'path' | 'message' | 'fix'>;

function sourcesProblems(bundle: Manifest): readonly Problem[] {
  const sources = itemsOf(fieldAt(bundle.body, 'spec', 'sources'));
  const defaults = sources.flatMap((source, index) => (fieldOf(source, 'useDefaultCAs') === undefined ? [] : [index]));
  const again = defaults[1];
  const isEmpty = sources.length > 0 && sources.every((source) => fieldOf(source, 'useDefaultCAs') === false);
  return [
    ...(isEmpty
      ? [
          problem(
            ['spec', 'sources'],
            'has no source: useDefaultCAs: false stands for none',
            'name an object, give inLine, or set useDefaultCAs to true',
          ),
        ]
      : []),
    ...sources.flatMap((source, index) => sourceProblems(bundle, source, ['spec', 'sources', index])),
    ...(again === undefined
      ? []
      : [problem(['spec', 'sources', again], 'asks for the default CAs again', 'keep one source with useDefaultCAs')]),
  ];
}

function sourceProblems(bundle: Manifest, source: JsonValue, path: FieldPath): readonly Problem[] {
  const types = SOURCE_TYPES.filter((type) => fieldOf(source, type) !== undefined);
  if (types.length !== 1) {
    const found = types.length === 0 ? 'has no source' : `has ${types.join(' and ')}`;
    return [
      problem(path, `${found}; allowed is exactly one of ${SOURCE_TYPES.join(', ')}`, 'give each an entry of its own'),
    ];
  }
  return OBJECT_TYPES.flatMap((type) => {
    const object = fieldOf(source, type);
    return isJsonObject(object) ? objectProblems(bundle, object, [...path, type]) : [];
  });
}

function objectProblems(bundle: Manifest, object: JsonValue, path: FieldPath): readonly Problem[] {
  const name = textOf(object, 'name');
  const key = textOf(object, 'key');
  const hasSelector = isJsonObject(fieldOf(object, 'selector'));
  const takesAll = fieldOf(object, 'includeAllKeys') === true;
  return [
    ...(hasSelector === (name !== undefined)
      ? [
          problem(
            path,
            `has ${hasSelector ? 'a name and a selector' : 'neither name nor selector'}; allowed is exactly one of both`,
            'name the object',
          ),
        ]
      : []),
    ...(takesAll === (key !== undefined)
      ? [
          problem(
            path,
            `has ${takesAll ? 'a key and includeAllKeys' : 'neither key nor includeAllKeys'}; allowed is exactly one of both`,
            'name the key',
          ),
        ]
      : []),
    ...(name !== undefined && key !== undefined && isTarget(bundle, String(path.at(-1)), name, key)
      ? [
          problem(
            path,
            'is the target of the Bundle itself',
            'read the roots from an object of another name, or under another key',
          ),
        ]
      : []),
  ];
}

function isTarget({ key: { name }, body }: Manifest, type: string, sourceName: string, sourceKey: string): boolean {
  return name === sourceName && fieldAt(body, 'spec', 'target', type, 'key') === sourceKey;
}

function targetProblems({ body }: Manifest): readonly Problem[] {
  return [
    ...repeatedKeys(body),
    ...OBJECT_TYPES.flatMap((type) => reservedMetadata(body, ['spec', 'target', type, 'metadata'])),
  ];
}

/** Trust stores stand in the same object as the PEM text. */
function repeatedKeys(body: JsonValue): readonly Problem[] {
  const target = ['spec', 'target'];
  const formats = ['jks', 'pkcs12'].map((format) => [...target, 'additionalFormats', format, 'key']);
  const paths = [...OBJECT_TYPES.map((type) => [...target, type, 'key']), ...formats];
  const keys = paths.map((path) => nonEmpty(fieldAt(body, ...path)));
  return paths.flatMap((path, index) => {
    const key = keys[index];
    // A ConfigMap and a Secret may have the same key.
    const isRepeated = index >= OBJECT_TYPES.length && key !== undefined && keys.indexOf(key) < index;
    return isRepeated
      ? [problem(path, `is ${describeString(key)}, which the target has already`, 'choose another key')]
      : [];
  });
}

function reservedMetadata(body: JsonValue, path: readonly string[]): readonly Problem[] {
  return ['annotations', 'labels'].flatMap((field) => {
    const entries = fieldAt(body, ...path, field);
    return (isJsonObject(entries) ? Object.keys(entries) : [])
      .filter((key) => RESERVED_PREFIXES.some((prefix) => key.startsWith(prefix)))
      .map((key) =>
        problem([...path, field], `has ${describeString(key)}; keys of trust-manager are not allowed`, 'drop it'),
      );
  });
}

function problem(path: FieldPath, message: string, fix: string): Problem {
  return { path, message, fix };
}
