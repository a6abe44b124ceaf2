import type { CelFunction } from './cel-function';
import { CEL_FUNCTIONS } from './functions/cel-functions';
import { readConstant } from './literals';
import { planMacro } from './macros';
import { OPERATORS } from './operators';
import { planOptionalCall } from './optional-calls';
import { OPTIONAL_CALLS } from './optional-syntax';
import {
  type CallExpression,
  type Evaluator,
  type Expression,
  type Frame,
  type ParsedExpression,
  Scope,
  UnsupportedExpressionError,
} from './plan';
import { presenceOf, selectField } from './selection';
import {
  CelArray,
  CelDictionary,
  CelError,
  CelOptional,
  type CelResult,
  CelType,
  type CelValue,
  typeNameOf,
} from './values';

/** The names that stand for types. */
const TYPES: ReadonlyMap<string, CelType> = new Map(
  [
    'int',
    'uint',
    'double',
    'bool',
    'string',
    'bytes',
    'list',
    'map',
    'null_type',
    'type',
    'optional_type',
    'google.protobuf.Timestamp',
    'google.protobuf.Duration',
  ].map((name) => [name, new CelType(name)]),
);

/** Deeper expressions are refused: they would exhaust the stack. cel-go stops parsing at 250. */
const MAX_DEPTH = 500;

/**
 * Turns a parsed expression into one that runs.
 *
 * `@bufbuild/cel` parses; it does not evaluate here, since its evaluator has no place for what the API server adds:
 * optional values and types of its own (quantity, IP, URL), loops with two variables, a bound on the work, time zones
 * that do not depend on the machine. Tests run the conformance cases of the specification, and hold both evaluators
 * against each other on the reference rules.
 *
 * Macros are planned from the calls that the parser keeps beside their expansions.
 *
 * @param variables the names that the expression may use, in the order of their slots
 * @throws UnsupportedExpressionError when the expression names a variable or function that is not there
 */
export function planExpression(parsed: ParsedExpression, variables: readonly string[]): PlannedExpression {
  const macroCalls = parsed.sourceInfo?.macroCalls ?? {};
  const used = new Set<string>();
  let depth = 0;

  function plan(expression: Expression, scope: Scope): Evaluator {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new UnsupportedExpressionError(`the expression is nested more than ${MAX_DEPTH} levels deep`);
    }
    const evaluator = planKind(macroCalls[String(expression.id)] ?? expression, scope);
    depth--;
    return evaluator;
  }

  function planKind(expression: Expression, scope: Scope): Evaluator {
    const { exprKind } = expression;
    switch (exprKind.case) {
      case 'constExpr':
        return constant(readConstant(exprKind.value.constantKind));
      case 'identExpr':
        return planVariable(exprKind.value.name, scope);
      case 'selectExpr':
        return planSelect(expression, scope);
      case 'callExpr':
        return planCall(exprKind.value, scope);
      case 'listExpr':
        return planList(exprKind.value.elements, scope);
      case 'structExpr':
        return planMap(exprKind.value, scope);
      default:
        throw new UnsupportedExpressionError(`the expression holds a part that is not supported: ${exprKind.case}`);
    }
  }

  function planVariable(name: string, scope: Scope): Evaluator {
    const slot = scope.slotOf(name);
    if (slot === undefined) {
      return planTypeName(name);
    }
    if (slot < variables.length) {
      used.add(name);
    }
    return (frame) => frame.slots[slot] ?? null;
  }

  function planSelect(expression: Expression, scope: Scope): Evaluator {
    const select = expression.exprKind.case === 'selectExpr' ? expression.exprKind.value : undefined;
    if (select?.operand === undefined) {
      throw new UnsupportedExpressionError('a field is selected from nothing');
    }
    const type = TYPES.get(qualifiedName(expression, scope) ?? '');
    if (type !== undefined) {
      return constant(type);
    }
    const operand = plan(select.operand, scope);
    const { field } = select;
    return (frame) => {
      frame.budget.charge(1);
      return selectField(operand(frame), field);
    };
  }

  function planCall(call: CallExpression, scope: Scope): Evaluator {
    if (call.function === 'has' && call.target === undefined) {
      return planPresence(call, scope);
    }
    const special = planMacro(call, scope, plan) ?? planOptionalCall(call, scope, plan);
    if (special !== undefined) {
      return special;
    }
    const operator = OPERATORS.get(call.function);
    if (operator !== undefined) {
      return operator(call.args.map((arg) => plan(arg, scope)));
    }
    return planFunctionCall(call, scope);
  }

  function planPresence(call: CallExpression, scope: Scope): Evaluator {
    const select = call.args[0]?.exprKind;
    if (call.args.length !== 1 || select?.case !== 'selectExpr' || select.value.operand === undefined) {
      throw new UnsupportedExpressionError('has() takes one field, as in has(self.name)');
    }
    const operand = plan(select.value.operand, scope);
    const { field } = select.value;
    return (frame) => presenceOf(operand(frame), field);
  }

  function planFunctionCall(call: CallExpression, scope: Scope): Evaluator {
    const namespace = call.target === undefined ? undefined : qualifiedName(call.target, scope);
    const isNamespaced = namespace !== undefined && CEL_FUNCTIONS.has(`${namespace}.${call.function}`);
    const name = isNamespaced ? `${namespace}.${call.function}` : call.function;
    const isMethod = call.target !== undefined && !isNamespaced;
    const operands = isMethod && call.target !== undefined ? [call.target, ...call.args] : call.args;
    const overloads = overloadsOf(name, isMethod, operands.length, namespace);
    return applyOverloads(
      name,
      overloads,
      operands.map((operand) => plan(operand, scope)),
    );
  }

  function planList(elements: readonly Expression[], scope: Scope): Evaluator {
    const planned = elements.map((element) => planElement(element, scope));
    return (frame) => {
      frame.budget.charge(1);
      const values: CelValue[] = [];
      for (const { evaluate, isOptional } of planned) {
        const value = evaluate(frame);
        if (value instanceof CelError) {
          return value;
        }
        const kept = isOptional ? optionalContent(value) : value;
        if (kept instanceof CelError) {
          return kept;
        }
        if (kept !== undefined) {
          values.push(kept);
        }
      }
      return new CelArray(values);
    };
  }

  function planMap(struct: { messageName: string; entries: readonly MapEntry[] }, scope: Scope): Evaluator {
    if (struct.messageName !== '') {
      throw new UnsupportedExpressionError(`messages are not supported: ${struct.messageName}{...}`);
    }
    const entries = struct.entries.map((entry) => {
      if (entry.keyKind.case !== 'mapKey' || entry.value === undefined) {
        throw new UnsupportedExpressionError('a map entry has no key or no value');
      }
      return { key: planElement(entry.keyKind.value, scope), value: plan(entry.value, scope) };
    });
    return (frame) => {
      frame.budget.charge(1);
      const pairs: [CelValue, CelValue][] = [];
      for (const { key, value } of entries) {
        const pair = evaluateEntry(frame, key.evaluate, value, key.isOptional);
        if (pair instanceof CelError) {
          return pair;
        }
        if (pair !== undefined) {
          pairs.push(pair);
        }
      }
      return CelDictionary.of(pairs);
    };
  }

  /** An element or key that optional syntax marked is planned without the mark. */
  function planElement(element: Expression, scope: Scope): { evaluate: Evaluator; isOptional: boolean } {
    const { exprKind } = element;
    const marked =
      exprKind.case === 'callExpr' &&
      (exprKind.value.function === OPTIONAL_CALLS.element || exprKind.value.function === OPTIONAL_CALLS.entry)
        ? exprKind.value.args[0]
        : undefined;
    return { evaluate: plan(marked ?? element, scope), isOptional: marked !== undefined };
  }

  return { evaluate: plan(parsed.expr, Scope.of(variables)), used };
}

/** An expression that is ready to run, and which of its variables it looks at. */
export interface PlannedExpression {
  readonly evaluate: Evaluator;
  readonly used: ReadonlySet<string>;
}

interface MapEntry {
  readonly keyKind: { case: 'mapKey'; value: Expression } | { case: 'fieldKey'; value: string } | { case: undefined };
  readonly value?: Expression;
}

function evaluateEntry(
  frame: Frame,
  key: Evaluator,
  value: Evaluator,
  isOptional: boolean,
): [CelValue, CelValue] | CelError | undefined {
  const keyValue = key(frame);
  if (keyValue instanceof CelError) {
    return keyValue;
  }
  const entryValue = value(frame);
  if (entryValue instanceof CelError) {
    return entryValue;
  }
  const kept = isOptional ? optionalContent(entryValue) : entryValue;
  if (kept instanceof CelError) {
    return kept;
  }
  return kept === undefined ? undefined : [keyValue, kept];
}

function optionalContent(value: CelValue): CelValue | CelError | undefined {
  return value instanceof CelOptional
    ? value.value
    : new CelError(`no such overload: an optional entry needs an optional, not ${typeNameOf(value)}`);
}

function constant(value: CelValue): Evaluator {
  return () => value;
}

function planTypeName(name: string): Evaluator {
  const type = TYPES.get(name);
  if (type === undefined) {
    throw new UnsupportedExpressionError(`there is no variable "${name}"`);
  }
  return constant(type);
}

/** Reads `a.b.c` as a name, unless `a` is a variable. */
function qualifiedName(expression: Expression, scope: Scope): string | undefined {
  const { exprKind } = expression;
  if (exprKind.case === 'identExpr') {
    return scope.slotOf(exprKind.value.name) === undefined ? exprKind.value.name : undefined;
  }
  if (exprKind.case !== 'selectExpr' || exprKind.value.operand === undefined || exprKind.value.testOnly) {
    return undefined;
  }
  const parent = qualifiedName(exprKind.value.operand, scope);
  return parent === undefined ? undefined : `${parent}.${exprKind.value.field}`;
}

/** @param namespace what stands before the dot, where that is no variable */
function overloadsOf(
  name: string,
  isMethod: boolean,
  arity: number,
  namespace: string | undefined,
): readonly CelFunction[] {
  const named = CEL_FUNCTIONS.get(name) ?? [];
  const overloads = named.filter((one) => one.isMethod === isMethod && one.parameters.length === arity);
  if (overloads.length > 0) {
    return overloads;
  }
  const signature = `${isMethod ? `${namespace ?? ''}.` : ''}${name}()`;
  if (named.length === 0 || (isMethod && namespace !== undefined)) {
    throw new UnsupportedExpressionError(`there is no function ${signature}`);
  }
  const count = isMethod ? arity - 1 : arity;
  throw new UnsupportedExpressionError(
    `there is no ${isMethod ? 'method' : 'function'} ${signature} of ${count} arguments`,
  );
}

function applyOverloads(name: string, overloads: readonly CelFunction[], operands: readonly Evaluator[]): Evaluator {
  return (frame) => {
    frame.budget.charge(1);
    const args: CelValue[] = [];
    for (const operand of operands) {
      const arg: CelResult = operand(frame);
      if (arg instanceof CelError) {
        return arg;
      }
      args.push(arg);
    }
    for (const overload of overloads) {
      if (overload.parameters.every((parameter, index) => parameter.accepts(args[index] ?? null))) {
        return overload.apply(args, frame.budget);
      }
    }
    return new CelError(`no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
  };
}
