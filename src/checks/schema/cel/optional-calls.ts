import { OPTIONAL_CALLS } from './optional-syntax';
import { type CallExpression, type Evaluator, type Planner, type Scope, UnsupportedExpressionError } from './plan';
import { selectOptionally } from './selection';
import { CelError, CelOptional, typeNameOf } from './values';

/**
 * Plans `a.?b`, `a[?b]`, and `or` and `orValue`, which look at their argument only when the optional is empty.
 *
 * @returns `undefined` when the call is none of them
 */
export function planOptionalCall(call: CallExpression, scope: Scope, plan: Planner): Evaluator | undefined {
  const { target } = call;
  const [arg] = call.args;
  if (target === undefined || arg === undefined || call.args.length !== 1) {
    return undefined;
  }
  switch (call.function) {
    case OPTIONAL_CALLS.select:
    case OPTIONAL_CALLS.index:
      return selection(plan(target, scope), plan(arg, scope));
    case 'or':
    case 'orValue':
      return alternative(call.function, plan(target, scope), plan(arg, scope));
    case OPTIONAL_CALLS.element:
    case OPTIONAL_CALLS.entry:
      throw new UnsupportedExpressionError('"?" stands where no optional entry can be');
    default:
      return undefined;
  }
}

function selection(target: Evaluator, key: Evaluator): Evaluator {
  return (frame) => {
    frame.budget.charge(1);
    const operand = target(frame);
    if (operand instanceof CelError) {
      return operand;
    }
    const keyValue = key(frame);
    return keyValue instanceof CelError ? keyValue : selectOptionally(operand, keyValue);
  };
}

function alternative(name: 'or' | 'orValue', target: Evaluator, otherwise: Evaluator): Evaluator {
  return (frame) => {
    frame.budget.charge(1);
    const optional = target(frame);
    if (optional instanceof CelError) {
      return optional;
    }
    if (!(optional instanceof CelOptional)) {
      return new CelError(`no such overload: ${typeNameOf(optional)}.${name}()`);
    }
    if (optional.value === undefined) {
      return otherwise(frame);
    }
    return name === 'or' ? optional : optional.value;
  };
}
