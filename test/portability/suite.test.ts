import {
  CapabilityTable,
  capabilityRows,
  GatewayImplementation,
  type MutualTlsIntent,
  Refusal,
  type RenderContext,
  type Rendering,
  renderOnlyGatewayMutualTls,
  type ServerTlsIntent,
} from '../../src';
import { describePortability, type PortableGateway, type TestRunner } from '../../src/testing';

const TABLE = new CapabilityTable(
  capabilityRows({
    'btp.apiVersion': [['1.0.0', 'v1', 'made up']],
    'btp.san': [['1.0.0', 'honored', 'made up']],
    'btp.caKinds': [['1.0.0', ['ConfigMap', 'Secret'], 'made up']],
    'btp.sectionName': [['1.0.0', 'name', 'made up']],
    ccr: [['1.0.0', 'honored', 'made up']],
    perBackendCert: [['1.0.0', 'none', 'made up']],
  }),
);

class Sound extends GatewayImplementation {
  readonly implementation = 'sound';
  readonly title: string = 'Sound';
  protected readonly table = TABLE;

  renderMutualTls(intent: MutualTlsIntent, context: RenderContext): Rendering {
    return renderOnlyGatewayMutualTls(this, intent, context);
  }
}

/** Leaves the alternative names out. */
class Silent extends Sound {
  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    return super.renderServerTls({ ...intent, server: { ...intent.server, subjectAltNames: [] } }, context);
  }
}

/** Writes what no API server accepts. */
class Malformed extends Sound {
  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const { objects, ...rendering } = super.renderServerTls(intent, context);
    const broken = objects.map((object) => ({ ...object, manifest: { ...object.manifest, spec: { target: 'x' } } }));
    return { ...rendering, objects: broken };
  }
}

/** Says no and nothing more. */
class Curt extends Sound {
  override renderMutualTls(): Rendering {
    throw new Refusal({ rule: 'schema/invalid-value', message: 'no', fix: '' });
  }
}

/** Takes what is unknown for a no. */
class Guessing extends Sound {
  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    const rendering = super.renderServerTls(intent, context);
    return this.capability('reload').value === 'graceful-reload' ? { ...rendering, objects: [] } : rendering;
  }
}

/** Throws what is no refusal. */
class Broken extends Sound {
  override renderMutualTls(): Rendering {
    throw new TypeError('undefined is not a function');
  }
}

/** Names and messages of the tests that fail. */
function failuresOf(create: PortableGateway['create']): ReadonlyMap<string, string> {
  const failures = new Map<string, string>();
  const runner: TestRunner = {
    describe: (_name, body) => body(),
    test: (name, body) => {
      try {
        body();
      } catch (error) {
        failures.set(name, (error as Error).message);
      }
    },
  };
  describePortability({ table: TABLE, create }, runner);
  return failures;
}

describe('the portability suite', () => {
  test('passes a gateway that tells or refuses each intent', () => {
    expect([...failuresOf((props) => new Sound(props))]).toEqual([]);
  });

  test('fails one that leaves out what is asked', () => {
    const failures = failuresOf((props) => new Silent(props));
    expect(failures.get('san-spiffe: The server certificate carries a SPIFFE ID.')).toBe(
      '"spiffe://example.com/ns/payments/sa/ledger" is asked for, and stands neither in the objects nor in a warning',
    );
  });

  test('fails one that writes invalid objects', () => {
    const failures = failuresOf((props) => new Malformed(props));
    expect([...failures.values()].join('\n')).toMatch(/schema\/unknown-field: BackendTLSPolicy \S+ spec\.target: /);
  });

  test('fails one that refuses without a reason and a way out', () => {
    const message = failuresOf((props) => new Curt(props)).get(
      'mtls-per-backend: The client certificate is for one backend alone.',
    );
    expect(message).toContain('the refusal has no reason');
    expect(message).toContain('the refusal has no way out');
  });

  test('fails one that takes what is unknown for a no', () => {
    const table = new CapabilityTable([...TABLE.all, ...capabilityRows({ reload: [['1.0.0', 'hot', 'made up']] })]);
    class Known extends Guessing {
      protected override readonly table = table;
    }
    const failures = failuresOf((props) => new Known(props));
    expect(failures.get('no renderer takes what is unknown for a yes or a no')).toContain(
      'Sound 1.0.0, one-way: reload is unknown, and nothing says so',
    );
  });

  test('fails one that throws what is no refusal', () => {
    expect([...failuresOf((props) => new Broken(props)).values()]).toContain('undefined is not a function');
  });

  test('needs a test runner', () => {
    const { describe: own } = globalThis as { describe?: unknown };
    try {
      Reflect.deleteProperty(globalThis, 'describe');
      expect(() => describePortability({ table: TABLE, create: (props) => new Sound(props) })).toThrow(
        'no test runner is here: run this in a test file of jest, or hand describe and test over',
      );
    } finally {
      Object.assign(globalThis, { describe: own });
    }
  });
});
