import { ApiObject, App, Chart } from 'cdk8s';
import { upstreamTlsMatchers } from '../../src/testing';

expect.extend(upstreamTlsMatchers);

function chartWith(data: object): Chart {
  const chart = new Chart(new App(), 'c', { namespace: 'payments' });
  new ApiObject(chart, 'roots', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'roots' }, data });
  return chart;
}

describe('toSynthesize', () => {
  test('passes for an object with at least these fields', () => {
    expect(chartWith({ a: '1', b: '2' })).toSynthesize({ kind: 'ConfigMap', data: { a: '1' } });
    expect(chartWith({ a: '1' })).toSynthesize({ metadata: { name: expect.stringMatching(/^r/) } });
    expect(chartWith({ a: '1' })).not.toSynthesize({ kind: 'Secret' });
  });

  test('shows the objects of the kind that differ', () => {
    expect(() => expect(chartWith({ a: '1' })).toSynthesize({ kind: 'ConfigMap', data: { a: '2' } })).toThrow(
      /\[c\] synthesizes no object with .*"a": "2".*; of kind ConfigMap there is:\n.*"a": "1"/s,
    );
  });

  test('names the kinds that there are', () => {
    expect(() => expect(chartWith({})).toSynthesize({ kind: 'Secret' })).toThrow(/it synthesizes ConfigMap$/);
  });

  test('fails where an object should not be there', () => {
    expect(() => expect(chartWith({})).not.toSynthesize({ kind: 'ConfigMap' })).toThrow(/which it should not/);
  });
});

describe('toHaveNoFindings and toHaveFinding', () => {
  test('see what the checks of the app find', () => {
    expect(chartWith({ a: '1' })).toHaveNoFindings();
    expect(chartWith({ a: 1 })).toHaveFinding('schema/invalid-value');
    expect(chartWith({ a: '1' })).not.toHaveFinding('schema/invalid-value');
  });

  test('refuse the id of a rule that does not exist, under which nothing is ever found', () => {
    expect(() => expect(chartWith({ a: 1 })).not.toHaveFinding('schema/invalid-valu')).toThrow(
      'toHaveFinding: "schema/invalid-valu" is not a rule; did you mean "schema/invalid-value"',
    );
    expect(() => expect(chartWith({ a: 1 })).not.toHaveFinding('invalid-value')).toThrow('is not a rule');
    expect(chartWith({ a: '1' })).not.toHaveFinding('own-gateway/beta');
    expect(chartWith({ a: '1' })).not.toHaveFinding('rotation/retire-too-early');
  });

  test('list what was found', () => {
    expect(() => expect(chartWith({ a: 1 })).toHaveNoFindings()).toThrow(
      /1 finding:\n {2}error: \[c\/roots\] ConfigMap payments\/roots: data.a: .* \(schema\/invalid-value\)/,
    );
    expect(() => expect(chartWith({ a: '1' })).toHaveFinding('kong/ca-missing-id')).toThrow(
      /no finding of kong\/ca-missing-id/,
    );
  });
});
