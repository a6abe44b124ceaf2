import { type FieldPath, isJsonObject, type JsonObject, type JsonValue } from '../../../manifests/manifest';
import type { StructuralSchema, ValidationRule } from '../structural-schema';
import { type CelProgram, compileRule } from './cel-program';
import { evaluateMessage } from './rule-message';
import { type RuleNode, ruleTreeOf } from './rule-tree';
import { mapListItemId, toCelValue } from './schema-value';
import { CelError, CelList, CelMap, CelOptional, type CelResult, typeNameOf } from './values';
import { OBJECT_WORK_LIMIT, RULE_WORK_LIMIT, WorkBudget, WorkLimitError } from './work-budget';

/** Checks values against the `x-kubernetes-validations` of one schema. */
export interface CelValidator {
  /**
   * @param value an object of the schema's kind, with defaults applied
   * @returns the violations, those of a node before those below it; empty when all rules hold
   */
  validate(value: JsonValue, options?: CelValidationOptions): readonly CelViolation[];
}

/** What a validation may be told. */
export interface CelValidationOptions {
  /**
   * The object before the change. Transition rules compare against it; violations of other rules are reported even
   * where nothing changed, while an API server lets unchanged values pass with a warning.
   * @default - the object is new: transition rules are left out
   */
  readonly oldValue?: JsonValue;
  /**
   * Tells the nodes whose own rules are not run, since their structure is at fault. To be spared errors that repeat a
   * structural finding, say yes also above it: the rules there may read what is broken.
   * @default - no node is skipped
   */
  readonly skip?: (path: FieldPath) => boolean;
}

/** One rule that one value does not keep. */
export interface CelViolation {
  /** The node that holds the rule, or the field below it that the rule's `fieldPath` names. */
  readonly path: FieldPath;
  readonly message: string;
  /** The CEL expression. */
  readonly rule: string;
  /**
   * The rule's own reason, as `FieldValueForbidden`.
   * @default - the rule gives none, which means `FieldValueInvalid`
   */
  readonly reason?: string;
  /**
   * `unsupported`: the rule could not run at all, and the value may or may not keep it; `unfinished`: the work limit was
   * reached, which is a violation too.
   */
  readonly kind: 'violated' | 'unsupported' | 'unfinished';
}

/**
 * Prepares the rules of a schema. Each rule is compiled when it first meets a value.
 *
 * @param schema the `openAPIV3Schema` of one version of a CRD
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function createCelValidator(schema: StructuralSchema): CelValidator {
  const tree = ruleTreeOf(schema);
  return {
    validate: (value, options = {}) => {
      if (tree === undefined) {
        return [];
      }
      const run = new ValidationRun(options.skip ?? (() => false));
      run.visit(tree, { json: value, self: toCelValue(value, tree.type), old: options.oldValue });
      return run.violations;
    },
  };
}

/** A value on the way through the schema. */
interface Visit {
  readonly json: JsonValue;
  /** The value as rules see it. Rules of the node and of all nodes above share it. */
  readonly self: CelResult;
  /** The value before the change, where one can be matched to it. */
  readonly old: JsonValue | undefined;
}

class ValidationRun {
  readonly violations: CelViolation[] = [];
  private readonly path: (string | number)[] = [];
  private readonly unsupported = new Set<string>();
  private remainingWork = OBJECT_WORK_LIMIT;
  private isStopped = false;

  constructor(private readonly skip: (path: FieldPath) => boolean) {}

  visit(node: RuleNode, visit: Visit): void {
    if (visit.json === null || this.isStopped) {
      return;
    }
    if (node.rules.length > 0 && !this.skip([...this.path])) {
      this.runRules(node, visit);
    }
    for (const part of node.allOf) {
      this.visit(part, visit);
    }
    if (Array.isArray(visit.json)) {
      this.visitItems(node, visit.json, visit);
    } else if (isJsonObject(visit.json)) {
      this.visitProperties(node, visit.json, visit);
      this.visitValues(node, visit.json, visit);
    }
  }

  private visitProperties(node: RuleNode, json: JsonObject, { self, old }: Visit): void {
    for (const { name, escapedName, node: child } of node.properties) {
      const childJson = ownValue(json, name);
      if (childJson !== undefined) {
        const shared = escapedName !== undefined && self instanceof CelMap ? self.find(escapedName) : undefined;
        this.descend(child, name, childJson, shared, ownValue(old, name));
      }
    }
  }

  private visitValues(node: RuleNode, json: JsonObject, { self, old }: Visit): void {
    if (node.values === undefined) {
      return;
    }
    for (const key of Object.keys(json)) {
      const shared = self instanceof CelMap ? self.find(key) : undefined;
      this.descend(node.values, key, json[key] ?? null, shared, ownValue(old, key));
    }
  }

  private visitItems(node: RuleNode, items: readonly JsonValue[], { self, old }: Visit): void {
    if (node.items === undefined) {
      return;
    }
    const oldItems = oldItemsById(node, old);
    for (const [index, item] of items.entries()) {
      const shared = self instanceof CelList ? self.at(index) : undefined;
      this.descend(node.items, index, item, shared, oldItems?.get(idOf(node, item)));
    }
  }

  private descend(
    node: RuleNode,
    segment: string | number,
    json: JsonValue,
    shared: CelResult | undefined,
    old: JsonValue | undefined,
  ): void {
    this.path.push(segment);
    this.visit(node, { json, self: shared ?? toCelValue(json, node.type), old });
    this.path.pop();
  }

  private runRules(node: RuleNode, visit: Visit): void {
    const old = visit.old === undefined || visit.old === null ? undefined : visit.old;
    for (const rule of node.rules) {
      if (this.isStopped) {
        return;
      }
      const program = compileRule(rule.rule);
      if (program.kind === 'unsupported') {
        this.reportUnsupported(rule, program.reason);
      } else if (!program.usesOldSelf || old !== undefined || rule.optionalOldSelf === true) {
        const oldSelf = program.usesOldSelf && old !== undefined ? toCelValue(old, node.type) : undefined;
        this.runRule(rule, program, visit.self, oldSelf);
      }
    }
  }

  private runRule(rule: ValidationRule, program: CelProgram, self: CelResult, oldSelf: CelResult | undefined): void {
    const result = this.withBudget(rule, (budget) => program.evaluate(self, variableOldSelf(rule, oldSelf), budget));
    if (result === undefined || result === true) {
      return;
    }
    if (result instanceof CelError) {
      this.report(rule, `the rule could not be evaluated (${result.message}): ${ruleText(rule)}`);
    } else if (result === false) {
      const message = this.withBudget(rule, (budget) => evaluateMessage(rule, self, oldSelf, budget)) ?? undefined;
      this.report(rule, message ?? defaultMessage(rule));
    } else {
      this.reportUnsupported(rule, `the rule gives ${typeNameOf(result)} instead of bool`);
    }
  }

  /** @returns `undefined` when the work limit was reached, which is reported and ends the run as on the API server */
  private withBudget<T>(rule: ValidationRule, work: (budget: WorkBudget) => T): T | undefined {
    const budget = new WorkBudget(Math.min(RULE_WORK_LIMIT, this.remainingWork));
    try {
      return work(budget);
    } catch (error) {
      if (!(error instanceof WorkLimitError)) {
        throw error;
      }
      this.isStopped = true;
      const message = `the value is too big for its rules, and no further ones are run: ${ruleText(rule)}`;
      this.report(rule, message, 'unfinished');
      return undefined;
    } finally {
      this.remainingWork -= budget.spent;
    }
  }

  private report(rule: ValidationRule, message: string, kind: CelViolation['kind'] = 'violated'): void {
    this.violations.push({
      path: [...this.path, ...parseFieldPath(rule.fieldPath ?? '')],
      message,
      rule: rule.rule,
      ...(rule.reason === undefined ? {} : { reason: rule.reason }),
      kind,
    });
  }

  /** Reported once for each object, however many values the rule meets. */
  private reportUnsupported(rule: ValidationRule, why: string): void {
    if (this.unsupported.has(rule.rule)) {
      return;
    }
    this.unsupported.add(rule.rule);
    const message = `the rule cannot be checked offline (${why}): ${rule.rule.trim()}`;
    this.violations.push({ path: [...this.path], message, rule: rule.rule, kind: 'unsupported' });
  }
}

/** With `optionalOldSelf`, the rule always runs and `oldSelf` is an optional. */
function variableOldSelf(rule: ValidationRule, oldSelf: CelResult | undefined): CelResult | undefined {
  if (rule.optionalOldSelf !== true) {
    return oldSelf;
  }
  if (oldSelf === undefined) {
    return CelOptional.NONE;
  }
  return oldSelf instanceof CelError ? oldSelf : CelOptional.of(oldSelf);
}

function defaultMessage(rule: ValidationRule): string {
  return rule.message === undefined || rule.message === '' ? `failed rule: ${rule.rule.trim()}` : rule.message.trim();
}

/** What tells the reader which rule is meant. */
function ruleText(rule: ValidationRule): string {
  return rule.message === undefined || rule.message === '' ? rule.rule.trim() : rule.message.trim();
}

function ownValue(json: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** Items can be matched to old ones only in lists of type map. */
function oldItemsById(node: RuleNode, old: JsonValue | undefined): ReadonlyMap<string, JsonValue> | undefined {
  if (node.type.kind !== 'list' || node.type.listType !== 'map' || !Array.isArray(old)) {
    return undefined;
  }
  return new Map((old as readonly JsonValue[]).map((item) => [idOf(node, item), item]));
}

function idOf(node: RuleNode, item: JsonValue): string {
  return mapListItemId(item, node.type.kind === 'list' ? node.type.mapKeys : []);
}

const FIELD_PATH_SEGMENT = /\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\]/g;

/** Reads `.spec.name` or `.spec['na.me']`, as `fieldPath` is written. */
function parseFieldPath(fieldPath: string): readonly string[] {
  return Array.from(fieldPath.matchAll(FIELD_PATH_SEGMENT), ([, plain, quoted = '']) => {
    return plain ?? quoted.replace(/\\(.)/g, '$1');
  });
}
