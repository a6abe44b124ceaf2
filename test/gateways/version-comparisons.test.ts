import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseSync } from '@swc/core';

const FOLDER = join(__dirname, '../../src/gateways');

/** Files that read versions, and why that is their task. */
const VERSION_READERS: Readonly<Record<string, string>> = {
  'capabilities.ts': 'looks a version up in the ranges of a table',
  'gateway-implementation.ts': 'looks up the metrics of a range',
  'gateway-version.ts': 'is about versions',
  'kong/bundled-plugins.ts': 'looks plugins up in lists of releases of Kong Gateway',
};

/** A node of a syntax tree, whose fields depend on its type. */
type SyntaxNode = Readonly<Record<string, unknown>> & { readonly type: string };

const COMPARISONS = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>=']);

/** Whether a literal looks like a release. TLS versions do too, and stand beside `minVersion` and `maxVersion` alone. */
const RELEASE = /^v?\d+\.\d+(\.\d+)?/;

/** What a file does that renderers must leave to the capability tables. */
function versionComparisons(code: string): readonly string[] {
  const found: string[] = [];
  visit(parseSync(code, { syntax: 'typescript' }) as unknown as SyntaxNode, (node, parent) => {
    if (node.type === 'ImportDeclaration' && textOf(node.source) === 'semver') {
      found.push('imports semver');
    }
    if (node.type === 'CallExpression' && propertyOf(node.callee) === 'overlaps') {
      found.push('calls overlaps');
    }
    if (propertyOf(node) === 'version' && parent !== undefined && !isMention(node, parent)) {
      found.push(`uses .version in ${parent.type}`);
    }
    if (node.type === 'BinaryExpression' && COMPARISONS.has(String(node.operator)) && comparesRelease(node)) {
      found.push('compares with a release');
    }
  });
  return found;
}

/** A version may be shown, and handed to a table. */
function isMention(node: SyntaxNode, parent: SyntaxNode): boolean {
  const isTarget = parent.type === 'AssignmentExpression' && parent.left === node;
  const isShown = parent.type === 'TemplateLiteral' || propertyOf(parent) === 'toString';
  const isLookup =
    parent.type === 'CallExpression' && ['at', 'parse'].includes(propertyOf(parent.callee) ?? '') && !isShown;
  return isTarget || isShown || isLookup || parent.type === 'Argument';
}

function comparesRelease({ left, right }: SyntaxNode): boolean {
  const isTls = [left, right].some((side) =>
    ['minVersion', 'maxVersion'].includes(propertyOf(side) ?? String((side as SyntaxNode).value)),
  );
  return !isTls && [left, right].some((side) => RELEASE.test(textOf(side) ?? ''));
}

function propertyOf(node: unknown): string | undefined {
  const { type, property } = (node ?? {}) as SyntaxNode;
  return type === 'MemberExpression' ? String((property as SyntaxNode).value) : undefined;
}

function textOf(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as SyntaxNode;
  return type === 'StringLiteral' ? String(value) : undefined;
}

/** Arguments stand in objects without a type; they are looked through. */
function visit(value: unknown, see: (node: SyntaxNode, parent?: SyntaxNode) => void, parent?: SyntaxNode): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      visit(item, see, parent);
    }
  } else if (typeof value === 'object' && value !== null) {
    const isNode = typeof (value as SyntaxNode).type === 'string';
    if (isNode) {
      see(value as SyntaxNode, parent);
    }
    for (const child of Object.values(value)) {
      visit(child, see, isNode ? (value as SyntaxNode) : parent);
    }
  }
}

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && basename(file) !== 'capabilities.ts')
  .concat('capabilities.ts')
  .sort();

describe('versions of gateways', () => {
  test.each(files.filter((file) => VERSION_READERS[file] === undefined))('are compared by no code in %s', (file) => {
    expect(versionComparisons(readFileSync(join(FOLDER, file), 'utf8'))).toEqual([]);
  });

  test.each(Object.entries(VERSION_READERS))('are compared in %s, which %s', (file) => {
    expect(versionComparisons(readFileSync(join(FOLDER, file), 'utf8'))).not.toEqual([]);
  });

  test('are looked for in each file of each gateway', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.map((file) => relative(FOLDER, join(FOLDER, file)))).toContain('kgateway/kgateway.ts');
  });

  test.each([
    ["import semver from 'semver';", 'imports semver'],
    ["if (this.version.overlaps('>=1.6.0')) f();", 'calls overlaps'],
    ["if (String(gateway.version) === '1.9') f();", 'compares with a release'],
    ["if (release >= '2.4.0') f();", 'compares with a release'],
    ['if (this.version < other) f();', 'uses .version in BinaryExpression'],
    ['switch (gateway.version) { default: }', 'uses .version in SwitchStatement'],
    ['const { major } = parse(x); f(this.version.major);', 'uses .version in MemberExpression'],
  ])('are found to be compared in %s', (code, expected) => {
    expect(versionComparisons(code)).toContain(expected);
  });

  test.each([
    [`f(\`\${gateway.title} \${gateway.version}\`);`],
    ['this.version = GatewayVersion.parse(props.version);'],
    ['table.at(capability, this.version);'],
    ["if (parameters.minVersion === '1.3') f();"],
  ])('are not compared in %s', (code) => {
    expect(versionComparisons(code)).toEqual([]);
  });
});
