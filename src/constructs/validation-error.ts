import type { IConstruct } from 'constructs';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import { Refusal, type RefusalDetails } from '../gateways/refusal';

const VALIDATION_ERROR = Symbol.for('cdk8s-upstream-tls.ValidationError');

/** What a construct refuses, with the construct that refuses it. */
export class ValidationError extends Error {
  /** Tells a `ValidationError` also where two copies of this library are installed. */
  static isValidationError(value: unknown): value is ValidationError {
    return typeof value === 'object' && value !== null && VALIDATION_ERROR in value;
  }

  /** Id of the rule that forbids it. */
  readonly rule: string;
  /** What was got and what is allowed, without the construct. */
  readonly reason: string;
  readonly fix: string;
  /** Path of the construct in the tree. */
  readonly constructPath: string;

  constructor(scope: IConstruct, details: RefusalDetails) {
    const subject = `${scope.constructor.name} "${scope.node.id}" [${scope.node.path}]`;
    super(`${subject}: ${details.message}; ${details.fix} (${details.rule})`);
    this.name = 'ValidationError';
    this.rule = details.rule;
    this.reason = details.message;
    this.fix = details.fix;
    this.constructPath = scope.node.path;
    Object.defineProperty(this, VALIDATION_ERROR, { value: true });
  }
}

/**
 * Runs what may refuse, and names the construct in the refusal.
 * @throws ValidationError in place of each `Refusal`; other errors pass through
 */
export function refusingFor<T>(scope: IConstruct, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw Refusal.isRefusal(error) ? new ValidationError(scope, error.details) : error;
  }
}

/**
 * Runs what may refuse on account of a gateway, and names construct and gateway in the refusal: another gateway may not.
 * @throws ValidationError in place of each `Refusal`; other errors pass through
 */
export function refusingOn<T>(gateway: GatewayImplementation, scope: IConstruct, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (Refusal.isRefusal(error)) {
      throw new ValidationError(scope, naming(gateway, error.details));
    }
    if (ValidationError.isValidationError(error)) {
      const { rule, reason, fix } = error;
      throw new ValidationError(scope, naming(gateway, { rule, message: reason, fix }));
    }
    throw error;
  }
}

function naming(gateway: GatewayImplementation, details: RefusalDetails): RefusalDetails {
  const isNamed = details.message.includes(String(gateway));
  return isNamed ? details : { ...details, message: `on ${gateway}, ${details.message}` };
}
