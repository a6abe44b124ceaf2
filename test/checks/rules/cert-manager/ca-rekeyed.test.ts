import { caRekeyed } from '../../../../src/checks/rules/cert-manager/ca-rekeyed';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, leaf } from './_certificates';

function authority(settings: string): string {
  return certificate(`isCA: true\ncommonName: payments root\n${settings}`);
}

describe('cert-manager/ca-rekeyed', () => {
  test.each(['privateKey: { rotationPolicy: Never }', 'renewal: { policy: Disabled }'])(
    'passes a CA with %s',
    (settings) => {
      expect(verdictOf(caRekeyed, authority(settings))).toBe('pass');
    },
  );

  test('finds a CA that takes the default', () => {
    expect(findingsOf(caRekeyed, authority('privateKey: { algorithm: ECDSA }'))).toEqual([
      {
        severity: 'warning',
        object: 'Certificate payments/ledger',
        path: 'spec.privateKey.rotationPolicy',
        message:
          'privateKey.rotationPolicy is not set, which means Always since cert-manager 1.18: renewal makes a new key for this CA, and certificates that it issued are not issued again',
        fix: 'set privateKey.rotationPolicy to Never',
      },
    ]);
  });

  test('finds a CA that asks for a new key', () => {
    expect(findingsOf(caRekeyed, authority('privateKey: { rotationPolicy: Always }'))).toMatchObject([
      {
        message:
          'privateKey.rotationPolicy is Always: renewal makes a new key for this CA, and certificates that it issued are not issued again',
      },
    ]);
  });

  test('does not apply to leaves', () => {
    expect(verdictOf(caRekeyed, leaf())).toBe('not applicable: no Certificate is a CA');
  });
});
