import type { CheckResult } from '../checks/check';
import { formatJson } from './json';
import { formatJunit } from './junit';
import type { ReportContext } from './report-context';
import { formatSarif } from './sarif';
import { formatText } from './text';

/** A way to write a result. */
export type ReportFormat = 'text' | 'json' | 'sarif' | 'junit';

/** All formats, by the name that the command line takes. */
const FORMATS: Readonly<Record<ReportFormat, (result: CheckResult, context: ReportContext) => string>> = {
  text: formatText,
  json: formatJson,
  sarif: formatSarif,
  junit: formatJunit,
};

/** The names of all formats. */
export const REPORT_FORMATS: readonly string[] = Object.keys(FORMATS);

/** Writes a result in a format. Pure: the same result and context give the same text. */
export function formatReport(format: ReportFormat, result: CheckResult, context: ReportContext): string {
  return FORMATS[format](result, context);
}
