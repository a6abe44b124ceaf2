import { Duration, Testing } from 'cdk8s';
import fc from 'fast-check';
import {
  Istio,
  LabelMatcher,
  NginxGatewayFabric,
  Refusal,
  TrustAnchors,
  UpstreamTls,
  UpstreamTlsAlerts,
  type UpstreamTlsAlertsProps,
} from '../../src';
import { findPromqlProblem } from '../../src/promql/check-promql';
import { AT, alertsOf, ENVOY_GATEWAY, groupsOf, groupsOn, leaf, only, payments, policy, RETIRED } from './_alerts';

describe('a gateway', () => {
  test('whose metrics are not known is reported, and has no alert', () => {
    const chart = payments();
    leaf(chart, 'client', 30);
    policy(chart, new NginxGatewayFabric({ version: '2.6', ...AT }));
    const alerts = new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart] });
    const { findings } = UpstreamTls.of(chart).check();
    expect(findings.filter(({ constructPath }) => constructPath === 'payments/alerts')).toEqual([
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message:
          'which metrics of NGINX Gateway Fabric 2.6 tell of TLS to backends is not established, so that no alert looks at it',
        fix: 'watch its requests that fail by an alert of your own: alerts',
        path: '',
        constructPath: 'payments/alerts',
      },
    ]);
    expect(groupsOf(chart, alerts).map(({ name }) => name)).not.toContain('upstream-tls-gateways');
  });

  test('that leaves out metrics by default is reported with the setting', () => {
    const chart = payments();
    policy(chart, new Istio({ version: '1.30', ...AT }));
    new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart] });
    const { findings } = UpstreamTls.of(chart).check();
    expect(findings.find(({ rule }) => rule === 'monitoring/unknown-metric')).toMatchObject({
      severity: 'info',
      message: expect.stringMatching(/^Istio 1\.30: the proxies leave out the statistics of TLS to backends/),
      fix: expect.stringContaining('proxyStatsMatcher.inclusionRegexps'),
    });
  });
});

test('a construct that watches nothing fails the synthesis', () => {
  const chart = payments();
  new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart] });
  expect(() => Testing.synth(chart)).toThrow(
    '[payments/alerts] nothing is watched: there is no certificate, issuer, root or gateway with known metrics below what is given; watch the charts that hold them (schema/invalid-value)',
  );
});

describe('alerts refuse', () => {
  const refusals: readonly (readonly [string, Partial<UpstreamTlsAlertsProps>, string])[] = [
    [
      'an expression that is no PromQL',
      { alerts: [{ alert: 'Slow', expression: 'sum(up', summary: '' }] },
      'the expression of alert Slow has an end that comes too early after 6 characters, at ""; mend the expression, as by trying it in Prometheus (schema/invalid-value)',
    ],
    [
      'an alert without a name',
      { alerts: [{ alert: ' ', expression: 'up', summary: '' }] },
      'an alert has no name; name the alert (schema/invalid-value)',
    ],
    [
      'a date that is none',
      { retiredRoots: [{ ...RETIRED, by: new Date('tomorrow') }] },
      "the instant by which old roots must be gone is no date; give a date: new Date('2027-01-31T00:00:00Z') (schema/invalid-value)",
    ],
    [
      'old roots by reference',
      { retiredRoots: [{ ...RETIRED, roots: TrustAnchors.bundle('roots') }] },
      'old roots are given by reference, so that it is not known which certificates must be gone; give the certificates themselves: TrustAnchors.pem(...) (schema/invalid-value)',
    ],
    [
      'annotations with a dash',
      { alertAnnotations: { 'run-book': '' } },
      '"run-book" is no name of an annotation of an alert; allowed are letters, digits and _, a digit not first; rename it (schema/invalid-value)',
    ],
    [
      'no time for roots',
      { rootLead: Duration.seconds(0) },
      'rootLead is 0 milliseconds, which leaves no time to rotate a root; give as much time as the rotation of a root takes, in days (schema/invalid-value)',
    ],
  ];

  test.each(refusals)('%s', (_, props, message) => {
    const chart = payments();
    expect(() => new UpstreamTlsAlerts(chart, 'alerts', { watch: [chart], ...props })).toThrow(
      new Error(`UpstreamTlsAlerts "alerts" [payments/alerts]: ${message}`),
    );
  });
});

describe('LabelMatcher', () => {
  test('takes any text for a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const gatewayMatchers = [LabelMatcher.equals('job', value)];
        const written = alertsOf(groupsOn((chart) => policy(chart, ENVOY_GATEWAY), { gatewayMatchers }));
        expect(findPromqlProblem(only(written, 'GatewayUnwatched').expr)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    [
      () => LabelMatcher.equals('a="b"', ''),
      '"a=\\"b\\"" is no name of a label; allowed are letters, digits and _, a digit not first; give the name of a label of the series',
    ],
    [
      () => LabelMatcher.notMatches('job', '('),
      'the matcher of label job has a pattern that is no regular expression of RE2 (RE2JSSyntaxException); give a pattern of RE2, or match the value as it is: LabelMatcher.equals(...)',
    ],
  ])('refuses what Prometheus refuses', (make, message) => {
    expect(make).toThrow(
      new Refusal({
        rule: '',
        message: message.split('; ').slice(0, -1).join('; '),
        fix: message.split('; ').at(-1) ?? '',
      }),
    );
  });
});
