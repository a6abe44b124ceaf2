import type { IConstruct } from 'constructs';
import { isMisspelledRule, ruleHint } from '../checks/misspelled-rule';
import { findingText, manifestsOf, UpstreamTls } from '../constructs/upstream-tls';
import type { Finding } from '../manifests/finding';
import type { JsonObject, Manifest } from '../manifests/manifest';

export { describePortability, type TestRunner } from './portability/describe-portability';
export { PORTABILITY_GATEWAY } from './portability/intent-site';
export type { PortableGateway } from './portability/portable-gateway';

/** What a matcher gets from `expect` of jest or vitest. */
interface MatcherContext {
  equals(a: unknown, b: unknown, customTesters?: unknown[]): boolean;
  readonly utils: {
    readonly subsetEquality: unknown;
    readonly iterableEquality: unknown;
    stringify(value: unknown): string;
  };
}

/** What a matcher says. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers on what constructs synthesize, for jest and vitest:
 *
 * ```ts
 * import { upstreamTlsMatchers } from 'cdk8s-upstream-tls/testing';
 * expect.extend(upstreamTlsMatchers);
 *
 * expect(chart).toSynthesize({ kind: 'BackendTLSPolicy', spec: { validation: { hostname: 'ledger.example.com' } } });
 * expect(app).toHaveNoFindings();
 * expect(app).toHaveFinding('kong/preserve-host-wins');
 * ```
 */
export const upstreamTlsMatchers = {
  /** Some object below the construct has at least these fields; lists must match item by item. */
  toSynthesize(this: MatcherContext, construct: IConstruct, expected: object): MatcherResult {
    const manifests = manifestsOf(construct);
    const testers = [this.utils.iterableEquality, this.utils.subsetEquality];
    const pass = manifests.some(({ body }) => this.equals(body, expected, testers));
    return {
      pass,
      message: () =>
        pass
          ? `[${construct.node.path}] synthesizes an object with ${this.utils.stringify(expected)}, which it should not`
          : `[${construct.node.path}] synthesizes no object with ${this.utils.stringify(expected)}; ${candidates(this, manifests, expected)}`,
    };
  },

  /** The checks of the app find no error and no warning in any of its objects. */
  toHaveNoFindings(construct: IConstruct): MatcherResult {
    const findings = findingsOf(construct).filter((finding) => finding.severity !== 'info');
    const pass = findings.length === 0;
    return { pass, message: () => (pass ? 'expected findings, and there are none' : list(findings)) };
  },

  /**
   * The checks of the app find this, in any of its objects.
   * @throws Error if there is no such rule: `not.toHaveFinding` would hold for ever
   */
  toHaveFinding(construct: IConstruct, rule: string): MatcherResult {
    refuseUnknownRule(rule);
    const findings = findingsOf(construct);
    const found = findings.filter((finding) => finding.rule === rule);
    const pass = found.length > 0;
    return { pass, message: () => (pass ? list(found) : `no finding of ${rule}; ${list(findings)}`) };
  },
} as const;

function findingsOf(construct: IConstruct): readonly Finding[] {
  return UpstreamTls.of(construct).check().findings;
}

function refuseUnknownRule(rule: string): void {
  if (isMisspelledRule(rule)) {
    throw new Error(`toHaveFinding: ${JSON.stringify(rule)} is not a rule; ${ruleHint(rule)}`);
  }
}

function list(findings: readonly Finding[]): string {
  const lines = findings.map((finding) => `  ${finding.severity}: ${findingText(finding)}`);
  return `${findings.length === 1 ? '1 finding' : `${findings.length} findings`}:\n${lines.join('\n')}`;
}

/** Objects of the expected kind are shown whole; else the kinds that there are. */
function candidates(context: MatcherContext, manifests: readonly Manifest[], expected: object): string {
  const { kind } = expected as JsonObject;
  const sameKind = manifests.filter((manifest) => manifest.key.kind === kind);
  if (sameKind.length === 0) {
    const kinds = [...new Set(manifests.map((manifest) => manifest.key.kind))].sort();
    return `it synthesizes ${kinds.length === 0 ? 'nothing' : kinds.join(', ')}`;
  }
  return `of kind ${String(kind)} there is:\n${sameKind.map(({ body }) => context.utils.stringify(body)).join('\n')}`;
}

declare global {
  namespace jest {
    interface Matchers<R> {
      toSynthesize(expected: object): R;
      toHaveNoFindings(): R;
      toHaveFinding(rule: string): R;
    }
  }
}
