import { describeString } from '../checks/schema/describe-value';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../checks/schema/kubernetes-names';
import { Refusal } from '../gateways/refusal';

/**
 * Checks the name of an object that is not in the app. What is not a name may be anything, a key or a license among
 * it, so the message shows it only where it looks harmless.
 *
 * @throws Refusal if no object can have the name
 */
export function requireObjectName(kind: string, name: string): void {
  const rule = kind === 'Namespace' ? DNS_LABEL : DNS_SUBDOMAIN;
  if (!rule.test(name)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${describeString(name)} is not a name of a ${kind}, allowed are ${rule.allowed}`,
      fix: `give the metadata.name of the ${kind}`,
    });
  }
}
