import { secretTargetDisabled } from '../../../../src/checks/rules/trust-manager/secret-target-disabled';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned } from './_bundles';

const TO_SECRET = pinned('{ secret: { key: ca.crt }, namespaceSelector: {} }');

function trustManager(argument: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: trust-manager, namespace: cert-manager }
spec:
  selector: { matchLabels: { app: trust-manager } }
  template:
    metadata: { labels: { app: trust-manager } }
    spec: { containers: [{ name: trust-manager, image: "quay.io/jetstack/trust-manager:v0.24.0", args: ["${argument}"] }] }
`;
}

describe('trust-manager/secret-target-disabled', () => {
  test('passes a ConfigMap, and a Secret where that is turned on', () => {
    expect(verdictOf(secretTargetDisabled, pinned())).toBe('pass');
    expect(verdictOf(secretTargetDisabled, documents(TO_SECRET, trustManager('--secret-targets-enabled=true')))).toBe(
      'pass',
    );
  });

  test.each(['--log-level=1', '--secret-targets-enabled=false'])('finds a Secret with %s', (argument) => {
    expect(findingsOf(secretTargetDisabled, documents(TO_SECRET, trustManager(argument)))).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.target.secret',
        message: 'target.secret needs the flag --secret-targets-enabled and rights on the Secrets, both off by default',
        fix: 'use target.configMap',
      },
    ]);
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(secretTargetDisabled, OTHER)).toBe('not applicable: there is no Bundle');
  });
});
