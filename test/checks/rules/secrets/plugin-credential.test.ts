import { pluginCredential } from '../../../../src/checks/rules/secrets/plugin-credential';
import { findingsOf, verdictOf } from '../_rule';
import { TOKENS } from './_secrets';

function plugin(fields: string, kind = 'KongPlugin'): string {
  return `
apiVersion: configuration.konghq.com/v1
kind: ${kind}
metadata: { name: login${kind === 'KongPlugin' ? ', namespace: payments' : ''} }
plugin: openid-connect
${fields}
`;
}

describe('secrets/plugin-credential', () => {
  test('finds credentials in the configuration', () => {
    const yaml = plugin(
      'config: { client_secret: [hunter2], session: { redis: { password: hunter2 } }, client_id: [a] }',
    );
    expect(findingsOf(pluginCredential, yaml)).toEqual([
      {
        severity: 'warning',
        object: 'KongPlugin payments/login',
        path: 'config.client_secret[0]',
        message: 'config.client_secret[0] holds a credential in plain text; allowed are references to a Secret',
        fix: 'remove it, and give configPatches an entry with path "/client_secret/0" and valueFrom.secretKeyRef',
      },
      {
        severity: 'warning',
        object: 'KongPlugin payments/login',
        path: 'config.session.redis.password',
        message: 'config.session.redis.password holds a credential in plain text; allowed are references to a Secret',
        fix: 'remove it, and give configPatches an entry with path "/session/redis/password" and valueFrom.secretKeyRef',
      },
    ]);
  });

  test('finds them in a KongClusterPlugin', () => {
    const yaml = plugin('config: { auth: { header_name: Authorization, header_value: hunter2 } }', 'KongClusterPlugin');
    expect(findingsOf(pluginCredential, yaml).map(({ path }) => path)).toEqual(['config.auth.header_value']);
  });

  test.each([
    ['a header', 'headers: { Authorization: Basic aHVudGVyMg== }', 'config.headers.Authorization'],
    [
      'a list of headers',
      'add: { headers: ["x-env:prod", "Authorization: Basic aHVudGVyMg=="] }',
      'config.add.headers[1]',
    ],
    ['an address', 'http_endpoint: https://log:hunter2@log.example.com/', 'config.http_endpoint'],
    ['the field of a plugin', 'provision_key: hunter2', 'config.provision_key'],
  ])('finds a credential in %s', (_name, config, path) => {
    const found = findingsOf(pluginCredential, plugin(`config: { ${config} }`));
    expect(found).toMatchObject([{ severity: 'warning', path }]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test.each([
    ['references', 'configFrom: { secretKeyRef: { name: login, key: config } }'],
    [
      'headers that take a value from the request',
      'config: { add: { headers: ["Authorization:Bearer $(headers.x)"] } }',
    ],
    ['headers that are renamed', 'config: { rename: { headers: ["authorization:x-authorization"] } }'],
    ['names of headers', 'config: { headers: [Authorization], remove: { headers: ["authorization", "x-api-key"] } }'],
    [
      'addresses without a password',
      'config: { http_endpoint: "https://log@log.example.com:8443/a:b@c", proxy: "http://log:$(PASSWORD)@proxy" }',
    ],
    ['vault references', 'config: { client_secret: ["{vault://env/login-secret}"] }'],
    [
      'names and switches',
      'config: { hide_credentials: true, password_param_type: [body], token_exchange_endpoint: https://idp.example.com }',
    ],
  ])('passes %s', (_name, fields) => {
    expect(verdictOf(pluginCredential, plugin(fields))).toBe('pass');
  });

  test('leaves tokens of known forms to their own rule', () => {
    for (const { text } of TOKENS) {
      expect(verdictOf(pluginCredential, plugin(`config: { token: ${JSON.stringify(text)} }`))).toBe('pass');
    }
  });

  test('does not apply without plugins', () => {
    expect(verdictOf(pluginCredential, '{ apiVersion: v1, kind: Namespace, metadata: { name: a } }')).toBe(
      'not applicable: there is no KongPlugin',
    );
  });
});
