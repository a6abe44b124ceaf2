import { Kgateway } from '../../src/gateways/kgateway/kgateway';
import type { RenderedObject } from '../../src/gateways/rendering';
import { contractProblems } from './_contract-problems';
import { CONTEXT, EXTERNAL } from './_intents';

const { object } = new Kgateway({ version: '2.4' }).renderExternalBackend(EXTERNAL, 'payments', CONTEXT);

function withSpec(spec: RenderedObject['manifest']['spec']): RenderedObject {
  return { ...object, manifest: { ...object.manifest, spec } };
}

describe('the check of rendered objects against the contracts', () => {
  test('finds nothing in an object that fits', () => {
    expect(contractProblems(object)).toEqual([]);
  });

  test.each([
    ['a field that the kind does not have', { static: { hosts: [{ host: 'a.example.com', port: 443, tls: true }] } }],
    ['a value of another type', { static: { hosts: [{ host: 'a.example.com', port: '443' }] } }],
    ['a value outside an enumeration', { type: 'static', static: { hosts: [{ host: 'a.example.com', port: 443 }] } }],
    ['a list that is too short', { static: { hosts: [] } }],
    ['a missing field', { static: {} }],
  ])('finds %s', (_what, spec) => {
    expect(contractProblems(withSpec(spec))).toHaveLength(1);
  });

  test('fails where there is no contract', () => {
    const unknown = { ...object, manifest: { ...object.manifest, kind: 'Frontend' } };
    expect(() => contractProblems(unknown)).toThrow('there is no contract of gateway.kgateway.dev/v1alpha1 Frontend');
  });
});
