import { liveCaSource } from '../../../../src/checks/rules/trust-manager/live-ca-source';
import { findingsOf, verdictOf } from '../_rule';
import { bundle, documents, OTHER, pinned } from './_bundles';

const LIVE = bundle('[{ inLine: x }, { secret: { name: root-tls, key: tls.crt } }]');

function authority(settings = '', namespace = 'cert-manager'): string {
  return `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: root, namespace: ${namespace} }
spec: { isCA: true, commonName: root, secretName: root-tls, issuerRef: { name: self-signed }${settings} }
`;
}

const FIX = 'name a ConfigMap with a copy of the root, and keep the old root in it until no leaf needs it';

describe('trust-manager/live-ca-source', () => {
  test('passes pinned copies, and a Secret of that name that is not the source', () => {
    expect(verdictOf(liveCaSource, documents(pinned(), authority()))).toBe('pass');
    expect(verdictOf(liveCaSource, documents(LIVE, authority('', 'payments')))).toBe('pass');
  });

  test('finds the Secret of a CA', () => {
    expect(findingsOf(liveCaSource, documents(LIVE, authority()))).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.sources[1].secret',
        message:
          'the source is Secret cert-manager/root-tls, which Certificate cert-manager/root writes: at its renewal the old root vanishes from the Bundle at once',
        fix: FIX,
      },
    ]);
  });

  test.each([', privateKey: { rotationPolicy: Never }', ', renewal: { policy: Disabled }'])(
    'warns where renewal is harmless: %s',
    (settings) => {
      expect(findingsOf(liveCaSource, documents(LIVE, authority(settings)))).toMatchObject([
        {
          severity: 'warning',
          message:
            'the source is Secret cert-manager/root-tls, which Certificate cert-manager/root writes: a renewal keeps its key, but when the CA is replaced its old root vanishes from the Bundle at once',
          fix: FIX,
        },
      ]);
    },
  );

  describe('by labels', () => {
    const selecting = (labels: string, type = 'secret') =>
      bundle(`[{ ${type}: { selector: { matchLabels: ${labels} }, key: ca.crt } }]`);
    const labeled = ', secretTemplate: { labels: { trust: payments } }';

    test('finds the Secret of a CA', () => {
      expect(findingsOf(liveCaSource, documents(selecting('{ trust: payments }'), authority(labeled)))).toEqual([
        {
          severity: 'error',
          object: 'Bundle payments-roots',
          path: 'spec.sources[0]',
          message:
            'the source selects Secret cert-manager/root-tls, which Certificate cert-manager/root writes: at its renewal the old root vanishes from the Bundle at once',
          fix: FIX,
        },
      ]);
    });

    test('finds it by the label that cert-manager adds', () => {
      const yaml = selecting('{ controller.cert-manager.io/fao: "true" }');
      expect(findingsOf(liveCaSource, documents(yaml, authority()))).toHaveLength(1);
    });

    test.each([
      ['with other labels', documents(selecting('{ trust: orders }'), authority(labeled))],
      ['elsewhere', documents(selecting('{ trust: payments }'), authority(labeled, 'payments'))],
      [
        'beside the ConfigMaps that are selected',
        documents(selecting('{ trust: payments }', 'configMap'), authority(labeled)),
      ],
    ])('passes a Secret %s', (_name, yaml) => {
      expect(verdictOf(liveCaSource, yaml)).toBe('pass');
    });
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(liveCaSource, OTHER)).toBe('not applicable: there is no Bundle');
  });
});
