import { Refusal } from './refusal';

/** Silences findings on its object, with the reason: a line is `<rule>: <reason>`. */
export const IGNORE_ANNOTATION = 'upstream-tls.dev/ignore';

/**
 * A finding that the user accepts, as the annotation that says so on the object.
 *
 * @throws Refusal if the reason is blank or has several lines
 */
export function acceptedRisk(rule: string, reason: string): Readonly<Record<string, string>> {
  return { [IGNORE_ANNOTATION]: `${rule}: ${requireReason(rule, reason)}` };
}

/** @throws Refusal if the reason is blank or has several lines */
export function requireReason(rule: string, reason: string): string {
  const text = reason.trim();
  if (text === '' || /[\r\n]/.test(text)) {
    throw new Refusal({
      rule: 'manifests/suppression-invalid',
      message: `the reason to accept ${rule} is ${text === '' ? 'blank' : 'more than one line'}`,
      fix: 'give one line that says why',
    });
  }
  return text;
}
