import { AwsVpcLattice } from '../../../src/gateways/aws-vpc-lattice/aws-vpc-lattice';
import { CONTEXT, MUTUAL, ONE_WAY, refusalOf } from '../_intents';

describe('AwsVpcLattice', () => {
  test('refuses one-way TLS', () => {
    const gateway = new AwsVpcLattice({ version: '2.1.3' });
    expect(refusalOf(() => gateway.renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/btp-not-read',
      message:
        'AWS Gateway API Controller (VPC Lattice) 2.1.3 does not read BackendTLSPolicy (documentation: certificates of targets are not validated), and has no field of its own for roots (documentation: TargetGroupPolicy has protocol HTTPS, and validation of certificates is not supported); put a gateway in the cluster that can behind VPC Lattice, such as Envoy Gateway or kgateway, and let it verify the backend',
    });
  });

  test('refuses mutual TLS', () => {
    const gateway = new AwsVpcLattice({ version: '2.1.3' });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/ccr-not-honoured',
      message:
        'AWS Gateway API Controller (VPC Lattice) 2.1.3 presents no client certificate to backends, neither one per backend nor one per Gateway (documentation: TargetGroupPolicy has protocol HTTPS, and validation of certificates is not supported); put a gateway in the cluster that can behind VPC Lattice, such as Envoy Gateway or kgateway, and let it verify the backend',
    });
  });

  test('refuses one-way TLS of a release that was not read', () => {
    const gateway = new AwsVpcLattice({ version: '2.2' });
    expect(refusalOf(() => gateway.renderServerTls(ONE_WAY, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'AWS Gateway API Controller (VPC Lattice) 2.2 is not known to verify a backend (nothing is recorded for version 2.2); put a gateway in the cluster that can behind VPC Lattice, such as Envoy Gateway or kgateway, and let it verify the backend',
    });
  });

  test('refuses mutual TLS of a release that was not read', () => {
    const gateway = new AwsVpcLattice({ version: '2.2' });
    expect(refusalOf(() => gateway.renderMutualTls(MUTUAL, CONTEXT))).toEqual({
      rule: 'gateway-api/capability-unknown',
      message:
        'AWS Gateway API Controller (VPC Lattice) 2.2 is not known to present a client certificate to backends, neither one per backend nor one per Gateway (nothing is recorded for version 2.2); put a gateway in the cluster that can behind VPC Lattice, such as Envoy Gateway or kgateway, and let it verify the backend',
    });
  });
});
