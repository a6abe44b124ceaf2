import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { PemProblemEffect } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { NO_CERTIFICATES } from './_certificate-finding';
import { pemTextsIn, readText } from './_pem-texts';

/** A rule that reports what the strict reading of all texts of certificates found with one effect. */
export function pemProblemRule(
  texts: Omit<Rule<CheckContext>, 'check'>,
  effect: Exclude<PemProblemEffect, 'secret'>,
): Rule<CheckContext> {
  return {
    ...texts,
    check({ set }) {
      const judged = pemTextsIn(set);
      return judged.length === 0
        ? notApplicable(NO_CERTIFICATES)
        : resultOf(
            judged.flatMap((text) =>
              readText(text)
                .problems.filter((problem) => problem.effect === effect)
                .map(({ line, message, fix }) => ({
                  manifest: text.manifest,
                  path: text.path,
                  message: line > 1 ? `line ${line} of the text: ${message}` : message,
                  fix,
                })),
            ),
          );
    },
  };
}
