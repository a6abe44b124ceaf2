import { describeString } from '../checks/schema/describe-value';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../checks/schema/kubernetes-names';
import { Refusal } from '../gateways/refusal';

/** Line breaks, braces and quotes are in keys and licenses, never in what someone took for a name. */
const LOOKS_LIKE_CONTENT = /[{}"\n\r]/;

/** Their names stand in DNS names, as one label. */
const LABELS: ReadonlySet<string> = new Set(['Namespace', 'Service']);

/**
 * Checks the name of an object that is not in the app. What is not a name may be anything, a key or a license among
 * it, so the message shows it only where it looks harmless.
 *
 * @throws Refusal if no object can have the name
 */
export function requireObjectName(kind: string, name: string): void {
  const rule = LABELS.has(kind) ? DNS_LABEL : DNS_SUBDOMAIN;
  if (!rule.test(name)) {
    const shown = LOOKS_LIKE_CONTENT.test(name)
      ? `a text of ${name.length} characters (not shown)`
      : describeString(name);
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${shown} is not a valid ${kind} name, allowed are ${rule.allowed}`,
      fix: `give the name of the ${kind}`,
    });
  }
}
