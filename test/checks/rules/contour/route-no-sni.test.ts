import { routeNoSni } from '../../../../src/checks/rules/contour/route-no-sni';
import { findingsOf, verdictOf } from '../_rule';
import { BY_CONFIG_MAP, behindContour } from './_contour';

const gateways = ['contour@1.33'];
const notJudged = 'not applicable: there is no BackendTLSPolicy on a backend behind Contour';

test('a policy whose name is never sent is found', () => {
  expect(findingsOf(routeNoSni, behindContour() + BY_CONFIG_MAP, { gateways })).toEqual([
    {
      severity: 'warning',
      object: 'BackendTLSPolicy payments/ledger',
      path: 'spec.validation.hostname',
      message:
        'Contour 1.33 sends no server name and no client certificate to Service payments/ledger; hostname is only verified',
      fix: 'see that the backend presents the right certificate without a server name, or use an HTTPProxy',
    },
  ]);
});

test('a Service of type ExternalName is not judged: its name is sent', () => {
  const yaml = behindContour('type: ExternalName, externalName: ledger.example.com') + BY_CONFIG_MAP;
  expect(verdictOf(routeNoSni, yaml, { gateways })).toBe(notJudged);
});

test('a policy for another gateway is not judged', () => {
  const yaml = behindContour().replace('projectcontour.io/gateway-controller', 'io.cilium/gateway-controller');
  expect(verdictOf(routeNoSni, yaml + BY_CONFIG_MAP, { gateways })).toBe(notJudged);
});

test('a version of which this is not known is not judged', () => {
  expect(verdictOf(routeNoSni, behindContour() + BY_CONFIG_MAP, { gateways: ['contour@1.28'] })).toBe(
    'not applicable: sni of Contour 1.28 is not known',
  );
});
