import { ClientCertificate } from '../../src/constructs/client-certificate';
import { Refusal } from '../../src/gateways/refusal';

describe('ClientCertificate.secret', () => {
  test('holds the name and the namespace', () => {
    expect(ClientCertificate.secret('edge-client', { namespace: 'gateways' })).toEqual({
      secretName: 'edge-client',
      namespace: 'gateways',
    });
  });

  test('leaves the namespace open', () => {
    expect(ClientCertificate.secret('edge-client').namespace).toBeUndefined();
  });

  const begin = `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}`;
  test.each([
    ['Edge', '"Edge"'],
    ['', '""'],
    ['a'.repeat(254), 'a text of 254 characters (not shown)'],
    [begin, 'PEM text (not shown)'],
    [`${begin}\nMIIB`, 'a text of 32 characters (not shown)'],
    ['{"some":"json"}', 'a text of 15 characters (not shown)'],
  ])('refuses %j', (name, shown) => {
    expect(() => ClientCertificate.secret(name)).toThrow(
      new Refusal({
        rule: 'schema/invalid-value',
        message: `${shown} is not a valid Secret name, allowed are at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit`,
        fix: 'give the name of the Secret',
      }),
    );
  });
});
