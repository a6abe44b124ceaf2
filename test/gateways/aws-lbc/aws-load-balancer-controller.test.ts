import { AwsLoadBalancerController } from '../../../src/gateways/aws-lbc/aws-load-balancer-controller';
import { CONTEXT, MUTUAL, ONE_WAY, refusalOf } from '../_intents';

describe('AwsLoadBalancerController', () => {
  test('refuses one-way TLS', () => {
    const gateway = new AwsLoadBalancerController({ version: '3.5' });
    expect(refusalOf(() => gateway.renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/btp-not-read',
      message:
        'AWS Load Balancer Controller 3.5 does not read BackendTLSPolicy (not claimed in the conformance reports of 3.2.0 and 3.5.0), and has no field of its own for roots (API reference: TargetGroupConfiguration has protocol HTTPS, without verification); put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway',
    });
  });

  test('refuses mutual TLS', () => {
    const gateway = new AwsLoadBalancerController({ version: '3.5' });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/ccr-not-honoured',
      message:
        'AWS Load Balancer Controller 3.5 presents no client certificate to backends, neither one per backend nor one per Gateway (API reference: TargetGroupConfiguration has protocol HTTPS, without verification); put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway',
    });
  });

  test('refuses one-way TLS of a release that was not read', () => {
    const gateway = new AwsLoadBalancerController({ version: '3.6' });
    expect(refusalOf(() => gateway.renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'AWS Load Balancer Controller 3.6 is not known to verify a backend (nothing is recorded for version 3.6); put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway',
    });
  });

  test('refuses mutual TLS of a release that was not read', () => {
    const gateway = new AwsLoadBalancerController({ version: '3.6' });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'AWS Load Balancer Controller 3.6 is not known to present a client certificate to backends, neither one per backend nor one per Gateway (nothing is recorded for version 3.6); put a Network Load Balancer, which passes TLS on, before a gateway in the cluster that can, such as Envoy Gateway or kgateway',
    });
  });
});
