import { clientCertSecretBad } from '../../../../src/checks/rules/references/client-cert-secret-bad';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, gateway, OTHER } from './_objects';

function secret(fields: string): string {
  return `{ apiVersion: v1, kind: Secret, metadata: { name: edge-client, namespace: gateways }, ${fields} }`;
}

function found(message: string, fix: string) {
  return [
    { severity: 'error', object: 'Gateway gateways/edge', path: 'spec.tls.backend.clientCertificateRef', message, fix },
  ];
}

describe('references/client-cert-secret-bad', () => {
  test('passes the Secret of a Certificate, a TLS Secret, and one that is not in the set', () => {
    expect(verdictOf(clientCertSecretBad, documents(gateway(), certificate('edge-client')))).toBe('pass');
    expect(
      verdictOf(
        clientCertSecretBad,
        documents(gateway(), secret('type: kubernetes.io/tls, data: { tls.crt: "", tls.key: "" }')),
      ),
    ).toBe('pass');
    expect(verdictOf(clientCertSecretBad, gateway())).toBe('pass');
  });

  test('finds another kind', () => {
    expect(findingsOf(clientCertSecretBad, gateway('{ group: "", kind: ConfigMap, name: edge-client }'))).toEqual(
      found(
        'the client certificate is a ConfigMap of the core group; allowed is a Secret of the core group',
        'set kind to Secret and group to ""',
      ),
    );
  });

  test('finds another type', () => {
    const fix = 'set the type of the Secret to kubernetes.io/tls; a Secret that exists must be deleted for it';
    const message = (type: string) => `Secret gateways/edge-client is of type ${type}; allowed is kubernetes.io/tls`;
    const data = 'data: { tls.crt: "", tls.key: "" }';
    expect(findingsOf(clientCertSecretBad, documents(gateway(), secret(data)))).toEqual(found(message('Opaque'), fix));
    expect(
      findingsOf(clientCertSecretBad, documents(gateway(), secret(`type: kubernetes.io/basic-auth, ${data}`))),
    ).toEqual(found(message('kubernetes.io/basic-auth'), fix));
  });

  test('finds missing keys', () => {
    expect(
      findingsOf(clientCertSecretBad, documents(gateway(), secret('type: kubernetes.io/tls, data: { tls.crt: "" }'))),
    ).toEqual(
      found('Secret gateways/edge-client has no tls.key', 'give it the certificate and its key, as cert-manager does'),
    );
  });

  test('finds a Secret that a complete set does not have', () => {
    expect(findingsOf(clientCertSecretBad, gateway(), { closedWorld: true })).toEqual(
      found(
        'Secret gateways/edge-client does not exist: the set is declared complete and does not have it',
        'add a Certificate with that secretName',
      ),
    );
  });

  test('does not apply without a client certificate', () => {
    expect(verdictOf(clientCertSecretBad, OTHER)).toBe('not applicable: no Gateway has a client certificate');
  });
});
