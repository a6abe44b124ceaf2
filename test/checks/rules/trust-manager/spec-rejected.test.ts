import { specRejected } from '../../../../src/checks/rules/trust-manager/spec-rejected';
import { findingsOf, lineOf, verdictOf } from '../_rule';
import { bundle, OTHER, pinned } from './_bundles';

describe('trust-manager/spec-rejected', () => {
  test('passes what the webhook takes', () => {
    expect(verdictOf(specRejected, pinned())).toBe('pass');
    expect(
      verdictOf(
        specRejected,
        bundle(
          '[{ secret: { selector: { matchLabels: { a: b } }, includeAllKeys: true } }, { inLine: x }, { useDefaultCAs: true }]',
          '{ configMap: { key: ca.crt }, secret: { key: ca.crt }, additionalFormats: { jks: { key: a.jks }, pkcs12: { key: a.p12 } } }',
        ),
      ),
    ).toBe('pass');
  });

  test('passes default CAs that are turned off beside a source', () => {
    expect(verdictOf(specRejected, bundle('[{ inLine: x }, { useDefaultCAs: false }]'))).toBe('pass');
  });

  test('finds a source of two types, and shows the line', () => {
    const yaml = bundle('[{ inLine: x, useDefaultCAs: true }]');
    expect(findingsOf(specRejected, yaml)).toEqual([
      {
        severity: 'error',
        object: 'Bundle payments-roots',
        path: 'spec.sources[0]',
        message:
          'sources[0] has inLine and useDefaultCAs; allowed is exactly one of configMap, secret, inLine, useDefaultCAs',
        fix: 'give each an entry of its own',
      },
    ]);
    expect(lineOf(specRejected, yaml)).toBe(6);
  });

  test.each([
    ['[{}]', 'sources[0] has no source; allowed is exactly one of configMap, secret, inLine, useDefaultCAs'],
    [
      '[{ configMap: { name: a, selector: {}, key: k } }]',
      'sources[0].configMap has a name and a selector; allowed is exactly one of both',
    ],
    ['[{ secret: { key: k } }]', 'sources[0].secret has neither name nor selector; allowed is exactly one of both'],
    [
      '[{ secret: { name: a, key: k, includeAllKeys: true } }]',
      'sources[0].secret has a key and includeAllKeys; allowed is exactly one of both',
    ],
    [
      '[{ secret: { name: a } }]',
      'sources[0].secret has neither key nor includeAllKeys; allowed is exactly one of both',
    ],
    [
      '[{ configMap: { name: payments-roots, key: ca.crt } }]',
      'sources[0].configMap is the target of the Bundle itself',
    ],
    ['[{ useDefaultCAs: false }]', 'sources has no source: useDefaultCAs: false stands for none'],
    ['[{ useDefaultCAs: true }, { useDefaultCAs: true }]', 'sources[1] asks for the default CAs again'],
  ])('finds sources %s', (sources, message) => {
    expect(findingsOf(specRejected, bundle(sources)).map((found) => found.message)).toEqual([message]);
  });

  test('finds a key of two formats, and metadata of trust-manager', () => {
    const target =
      '{ configMap: { key: ca.crt, metadata: { labels: { trust.cert-manager.io/bundle: x } } }, additionalFormats: { jks: { key: ca.crt } } }';
    expect(findingsOf(specRejected, pinned(target)).map((found) => found.message)).toEqual([
      'target.additionalFormats.jks.key is "ca.crt", which the target has already',
      'target.configMap.metadata.labels has "trust.cert-manager.io/bundle"; keys of trust-manager are not allowed',
    ]);
  });

  test('does not apply without Bundles', () => {
    expect(verdictOf(specRejected, OTHER)).toBe('not applicable: there is no Bundle');
  });
});
