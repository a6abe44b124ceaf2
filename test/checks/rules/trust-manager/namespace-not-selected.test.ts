import { namespaceNotSelected } from '../../../../src/checks/rules/trust-manager/namespace-not-selected';
import { findingsOf, verdictOf } from '../_rule';
import { documents, OTHER, pinned, policy } from './_bundles';

function selecting(selector: string): string {
  return pinned(`{ configMap: { key: ca.crt }, namespaceSelector: ${selector} }`);
}

function named(namespace: string): string {
  return selecting(`{ matchLabels: { kubernetes.io/metadata.name: ${namespace} } }`);
}

describe('trust-manager/namespace-not-selected', () => {
  test.each([
    ['the namespace by name', named('payments')],
    ['all namespaces', selecting('{}')],
    // Its labels are not in the set.
    ['namespaces by a label that is not known', selecting('{ matchLabels: { team: payments } }')],
  ])('passes a Bundle that selects %s', (_what, bundle) => {
    expect(verdictOf(namespaceNotSelected, documents(bundle, policy()))).toBe('pass');
  });

  test('finds a Bundle that selects others', () => {
    expect(findingsOf(namespaceNotSelected, documents(named('gateways'), policy()))).toEqual([
      {
        severity: 'error',
        object: 'BackendTLSPolicy payments/ledger',
        path: 'spec.validation.caCertificateRefs[0]',
        message:
          'the namespaceSelector of Bundle payments-roots does not select the namespace payments, so there is no ConfigMap payments-roots to read the roots from',
        fix: 'select it in the Bundle: matchExpressions with key kubernetes.io/metadata.name, operator In and the value payments',
      },
    ]);
  });

  test('finds one that selects by a label which the namespace of the set lacks', () => {
    const yaml = documents(selecting('{ matchLabels: { team: payments } }'), policy(), OTHER);
    expect(findingsOf(namespaceNotSelected, yaml)).toHaveLength(1);
  });

  test('warns once of a Bundle without selector', () => {
    const yaml = documents(
      pinned('{ configMap: { key: ca.crt } }'),
      policy(),
      policy().replace('name: ledger', 'name: other'),
    );
    expect(findingsOf(namespaceNotSelected, yaml)).toEqual([
      {
        severity: 'warning',
        object: 'Bundle payments-roots',
        path: 'spec.target.namespaceSelector',
        message: 'target.namespaceSelector is not set, which means all namespaces today and is announced to change',
        fix: 'select the namespaces of the policies by kubernetes.io/metadata.name, or state an empty selector: {}',
      },
    ]);
  });

  test('does not apply without one of both', () => {
    expect(verdictOf(namespaceNotSelected, OTHER)).toBe('not applicable: there is no Bundle');
    expect(verdictOf(namespaceNotSelected, pinned())).toBe(
      'not applicable: no BackendTLSPolicy takes its roots from a Bundle',
    );
  });
});
