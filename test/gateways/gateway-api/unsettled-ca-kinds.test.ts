import { type CapabilityRow, CapabilityTable } from '../../../src/gateways/capabilities';
import { capabilityRows } from '../../../src/gateways/capability-rows';
import { GatewayImplementation } from '../../../src/gateways/gateway-implementation';
import type { CaReference, ServerTlsIntent } from '../../../src/gateways/intent';
import type { Rendering } from '../../../src/gateways/rendering';
import { CONTEXT, LEDGER } from '../_intents';

const rows: readonly CapabilityRow[] = capabilityRows({
  'btp.apiVersion': [['1.0.0', 'v1', 'conformance']],
  'btp.caKinds': [['1.0.0', ['ConfigMap'], 'conformance does not cover Secrets', ['Secret']]],
});

class EdgeGateway extends GatewayImplementation {
  readonly implementation = 'edge-gateway';
  readonly title = 'Edge Gateway';
  protected readonly table = new CapabilityTable(rows);

  renderMutualTls(): Rendering {
    throw new Error('not asked for');
  }
}

function render(kind: CaReference['kind']): Rendering {
  const intent: ServerTlsIntent = {
    backends: [LEDGER],
    namespace: 'payments',
    server: { hostname: 'ledger.payments.svc.cluster.local', subjectAltNames: [] },
    trust: { certificates: [], references: [{ kind, name: 'roots' }], system: false },
    options: {},
  };
  return new EdgeGateway({ version: '1.0.0' }).renderServerTls(intent, CONTEXT);
}

describe('CA kinds of which it is not known whether a gateway reads them', () => {
  const secret = 'whether it reads certificate authorities from a Secret';

  test('are rendered, and it is said', () => {
    expect(render('Secret').notes).toContainEqual(
      expect.objectContaining({ rule: 'gateway-api/capability-unknown', message: expect.stringContaining(secret) }),
    );
  });

  test('are not confused with those that it reads, or does not read', () => {
    expect(render('ConfigMap').notes.filter(({ message }) => message.includes('certificate authorities from'))).toEqual(
      [],
    );
    expect(() => render('ClusterTrustBundle')).toThrow('reads certificate authorities from ConfigMap only');
  });
});
