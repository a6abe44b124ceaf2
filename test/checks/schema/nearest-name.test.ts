import { nearestName } from '../../../src/checks/schema/nearest-name';

describe('the nearest name', () => {
  test.each([
    ['prot', ['port', 'name'], 'port'],
    ['hostnme', ['hostname', 'name'], 'hostname'],
    ['caCertificateRef', ['caCertificateRefs', 'hostname'], 'caCertificateRefs'],
    ['secret_name', ['secretName'], 'secretName'],
    ['TLS', ['tls', 'tcp'], 'tls'],
    ['x', ['port', 'name'], undefined],
    ['replicas', ['hostname', 'port'], undefined],
    ['a'.repeat(10_000), ['a'], undefined],
    ['name', [], undefined],
  ])('to %s among %j is %s', (wrong, names, expected) => {
    expect(nearestName(wrong, names)).toBe(expected);
  });
});
