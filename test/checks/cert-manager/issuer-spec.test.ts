import fc from 'fast-check';
import { issuerSpecProblems } from '../../../src/checks/cert-manager/issuer-spec';
import { formatPath, isJsonObject, type JsonObject } from '../../../src/manifests/manifest';

const VAULT = { server: 'https://vault.example.com', path: 'pki/sign/a' };
const ACME = { server: 'https://acme.example.com/directory', privateKeySecretRef: { name: 'account' } };
const solver = (spec: JsonObject): JsonObject => ({ acme: { ...ACME, solvers: [spec] } });

describe('issuerSpecProblems', () => {
  test.each<[string, JsonObject]>([
    ['a CA', { ca: { secretName: 'root' } }],
    ['certificates that sign themselves', { selfSigned: {} }],
    ['Vault', { vault: { ...VAULT, auth: { tokenSecretRef: { name: 'token', key: 'token' } } } }],
    ['an ACME server', { acme: ACME }],
    ['an ACME server without solvers for some names', solver({ dns01: { webhook: { solverName: 'a' } } })],
    [
      'a Gateway whose kind the schema fills in',
      solver({ http01: { gatewayHTTPRoute: { parentRefs: [{ name: 'a' }] } } }),
    ],
  ])('finds nothing in %s', (_, spec) => {
    expect(issuerSpecProblems(spec)).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    [
      'no type',
      {},
      'error ca is missing, and so is any other type of issuer; give exactly one of acme, ca, selfSigned, vault, venafi',
    ],
    [
      'two types',
      { selfSigned: {}, ca: { secretName: 'root' } },
      'error ca is set beside selfSigned; give exactly one of acme, ca, selfSigned, vault, venafi',
    ],
    [
      'no login',
      { vault: { ...VAULT, auth: {} } },
      'error vault.auth is empty; give one of tokenSecretRef, appRole, clientCertificate, kubernetes, aws',
    ],
    [
      'two logins, which pass',
      { vault: { ...VAULT, auth: { tokenSecretRef: { name: 'a' }, clientCertificate: {} } } },
      'warning vault.auth has tokenSecretRef and clientCertificate; cert-manager uses one of them and ignores the rest; keep one',
    ],
    [
      'an unverified server beside its roots',
      { acme: { ...ACME, caBundle: 'AA==', skipTLSVerify: true } },
      'error acme.skipTLSVerify is set beside caBundle; keep caBundle, and verify the server by it',
    ],
    [
      'a solver of no type',
      solver({ selector: {} }),
      'error acme.solvers[0] has neither http01 nor dns01; give exactly one in each solver',
    ],
    [
      'a solver of two types',
      solver({ http01: { ingress: {} }, dns01: { route53: {} } }),
      'error acme.solvers[0] has both http01 and dns01; give exactly one in each solver',
    ],
    [
      'an HTTP solver of no type',
      solver({ http01: {} }),
      'error acme.solvers[0].http01 has neither ingress nor gatewayHTTPRoute; give exactly one',
    ],
    [
      'an HTTP solver of two types',
      solver({ http01: { ingress: {}, gatewayHTTPRoute: {} } }),
      'error acme.solvers[0].http01 has both ingress and gatewayHTTPRoute; give exactly one',
    ],
    [
      'a negative waiting time',
      solver({ dns01: { route53: {} }, waitInsteadOfSelfCheck: '-1s' }),
      'error acme.solvers[0].waitInsteadOfSelfCheck "-1s" is not a Go duration of 0 or more; write one such as 30s',
    ],
    [
      'no Venafi service',
      { venafi: { zone: 'a' } },
      'error venafi has none of tpp, cloud, ngts; give exactly one of them',
    ],
  ])('finds %s', (_, spec, expected) => {
    const texts = issuerSpecProblems(spec).map(({ severity, message, fix }) => `${severity} ${message}; ${fix}`);
    expect(texts).toEqual([expected]);
  });

  test('says where, what and what to do, whatever the spec holds', () => {
    const field = fc.constantFrom(
      'acme',
      'ca',
      'selfSigned',
      'vault',
      'venafi',
      'solvers',
      'http01',
      'auth',
      'kubernetes',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 5 }, fc.string(), fc.array(tie('tree')), fc.dictionary(field, tie('tree'))),
    }));
    fc.assert(
      fc.property(fc.dictionary(field, tree), (spec) => {
        const json: unknown = JSON.parse(JSON.stringify(spec));
        for (const problem of issuerSpecProblems(isJsonObject(json) ? json : {})) {
          expect(problem.message.startsWith(`${formatPath(problem.path)} `)).toBe(true);
        }
      }),
    );
  });
});
