import { unknownAnnotation } from '../../../../src/checks/rules/kong/unknown-annotation';
import { findingsOf, verdictOf } from '../_rule';
import { gateway, ingress, route, secret, service } from './_yaml';

test.each([
  [
    'a misspelled annotation',
    service({ 'ca-certificates-secret': 'root' }),
    'Service payments/ledger',
    'ca-certificates-secret',
    'error',
    'konghq.com/ca-certificates-secret is none of the annotations that Kong is known to read, and has no effect',
    'write konghq.com/ca-certificates-secrets',
  ],
  [
    'an annotation of a Service on a route',
    route({ annotations: '{konghq.com/tls-verify: "true"}' }),
    'HTTPRoute payments/ledger',
    'tls-verify',
    'error',
    'konghq.com/tls-verify has no effect on kind HTTPRoute; Kong reads it on a Service',
    'move konghq.com/tls-verify to a Service, or remove it',
  ],
  [
    'an annotation that a Secret is not read for',
    secret({}).replace('labels: {}', 'annotations: {konghq.com/override: "true"}'),
    'Secret payments/edge-client',
    'override',
    'error',
    'konghq.com/override has no effect on kind Secret; Kong reads it on a Service or a route or Ingress',
    'move konghq.com/override to a Service or a route or Ingress, or remove it',
  ],
  [
    'a label that is written as an annotation',
    secret({}).replace('labels: {}', 'annotations: {konghq.com/ca-cert: "true"}'),
    'Secret payments/edge-client',
    'ca-cert',
    'error',
    'konghq.com/ca-cert has no effect on kind Secret; Kong reads it on an object as a label',
    'make konghq.com/ca-cert a label',
  ],
  [
    'an annotation that is like none that is known',
    service({ 'something-else': 'x' }),
    'Service payments/ledger',
    'something-else',
    'info',
    'konghq.com/something-else is none of the annotations that Kong is known to read',
    'compare it with the reference of annotations of the release in use',
  ],
])('%s is found', (_name, yaml, object, annotation, severity, message, fix) => {
  expect(findingsOf(unknownAnnotation, yaml)).toEqual([
    { severity, object, path: `metadata.annotations[konghq.com/${annotation}]`, message, fix },
  ]);
});

test.each([
  ['annotations of a Service', service({ protocol: 'https', 'tls-verify': 'true', plugins: 'a', tags: 'b' })],
  [
    'annotations of a route',
    route({ annotations: '{konghq.com/preserve-host: "false", konghq.com/headers.x-tier: a}' }),
  ],
  ['annotations of an Ingress', ingress('{konghq.com/strip-path: "true"}')],
])('%s pass', (_name, yaml) => {
  expect(verdictOf(unknownAnnotation, yaml)).toBe('pass');
});

test('a set without annotations of Kong is not judged', () => {
  expect(verdictOf(unknownAnnotation, gateway())).toBe('not applicable: no object has an annotation of Kong');
});
