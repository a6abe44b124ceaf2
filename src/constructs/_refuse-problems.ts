import type { IConstruct } from 'constructs';
import type { SpecProblem } from '../checks/cert-manager/spec-problem';
import { ValidationError } from './validation-error';

/**
 * Refuses what cert-manager would reject, and also what it would accept and then not do.
 * @throws ValidationError of the first problem
 */
export function refuseProblems(scope: IConstruct, problems: readonly SpecProblem[]): void {
  const [first] = problems;
  if (first !== undefined) {
    throw new ValidationError(scope, first);
  }
}
