import { ValidationError } from '../../constructs/validation-error';
import type { Capability, CapabilityAnswer } from '../../gateways/capabilities';
import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { BackendIntent, MutualTlsIntent, ServerTlsIntent } from '../../gateways/intent';
import { Refusal } from '../../gateways/refusal';
import { gatewayRegistry } from '../../gateways/registry';
import type { RenderContext, Rendering } from '../../gateways/rendering';
import { IntentSite } from './intent-site';
import type { PortabilityIntent } from './portability-intent';

/** A call of a renderer that can be made again, without the app that it came from. */
interface RenderCall {
  readonly render: (gateway: GatewayImplementation) => Rendering;
  readonly backends: readonly BackendIntent[];
}

/** What a renderer came to. */
interface Result {
  /** Everything but the notes; `undefined` where it was refused. */
  readonly written?: string;
  readonly warnings: readonly string[];
}

/**
 * Where a renderer takes what is unknown for a yes or a no: each capability that it asks for is made unknown in turn. If
 * the known values of that capability lead to different objects, then unknown must be refused, or warned about.
 *
 * @param gatewayNow makes the gateway anew
 * @returns one line each; none where the renderers are sound
 */
export function unknownCapabilityProblems(
  intents: readonly PortabilityIntent[],
  gatewayNow: () => GatewayImplementation,
): readonly string[] {
  return intents.flatMap((intent) =>
    callsFor(intent, gatewayNow()).flatMap((call) =>
      askedBy(call, gatewayNow())
        .filter((capability) => isGuessed(call, gatewayNow, capability))
        .map((capability) => `${gatewayNow()}, ${intent.name}: ${capability} is unknown, and nothing says so`),
    ),
  );
}

/** Whether the values of a capability matter, and it is not told that none is known. */
function isGuessed(call: RenderCall, gatewayNow: () => GatewayImplementation, capability: Capability): boolean {
  if (gatewayNow().capability(capability).value === 'unknown') {
    return false;
  }
  const resultWith = (value: CapabilityAnswer<Capability>['value']): Result => {
    const answer = { value, evidence: 'supposed' };
    return resultOf(
      call,
      answering(gatewayNow(), (asked) => (asked === capability ? answer : undefined)),
    );
  };
  const matters = new Set(valuesOf(capability).map((value) => resultWith(value).written)).size > 1;
  const unknown = resultWith('unknown');
  const usual = resultOf(call, gatewayNow());
  const isWarned = unknown.warnings.some((warning) => !usual.warnings.includes(warning));
  return matters && unknown.written !== undefined && !isWarned;
}

/** What an intent asks of the renderers, as its constructs ask it. */
function callsFor(intent: PortabilityIntent, gateway: GatewayImplementation): readonly RenderCall[] {
  const calls: RenderCall[] = [];
  const serverTls = gateway.renderServerTls;
  const mutualTls = gateway.renderMutualTls;
  // Only what constructs call is recorded: within a renderer the gateway is the plain one.
  const plain = Object.create(gateway, {
    renderServerTls: { value: serverTls },
    renderMutualTls: { value: mutualTls },
  }) as GatewayImplementation;
  gateway.renderServerTls = (asked: ServerTlsIntent, context: RenderContext) => {
    calls.push({ backends: asked.backends, render: (other) => other.renderServerTls(asked, context) });
    return serverTls.call(plain, asked, context);
  };
  gateway.renderMutualTls = (asked: MutualTlsIntent, context: RenderContext) => {
    calls.push({ backends: [asked.backend], render: (other) => other.renderMutualTls(asked, context) });
    return mutualTls.call(plain, asked, context);
  };
  try {
    intent.build(new IntentSite(gateway));
  } catch (error) {
    if (!ValidationError.isValidationError(error)) {
      throw error;
    }
  }
  return calls;
}

function askedBy(call: RenderCall, gateway: GatewayImplementation): readonly Capability[] {
  const asked = new Set<Capability>();
  resultOf(
    call,
    answering(gateway, (capability) => {
      asked.add(capability);
      return undefined;
    }),
  );
  return [...asked];
}

/** The gateway with other answers in place of some of its own. */
function answering(
  gateway: GatewayImplementation,
  answerOf: (capability: Capability) => CapabilityAnswer<Capability> | undefined,
): GatewayImplementation {
  const own = gateway.capability.bind(gateway);
  const capability = (asked: Capability) => answerOf(asked) ?? own(asked);
  // An answer stands beside the capability that it is for, which a union of answers does not carry.
  gateway.capability = capability as typeof gateway.capability;
  return gateway;
}

function resultOf({ render, backends }: RenderCall, gateway: GatewayImplementation): Result {
  try {
    const { notes, ...written } = render(gateway);
    // A Service with one port is the same with and without the name of the port.
    const hasOnePort = backends.every((backend) => backend.kind === 'Service' && backend.ports?.length === 1);
    return {
      written: JSON.stringify(written, (key, value) => (hasOnePort && key === 'sectionName' ? undefined : value)),
      warnings: notes.filter(({ severity }) => severity === 'warning').map(({ message }) => message),
    };
  } catch (error) {
    if (!Refusal.isRefusal(error)) {
      throw error;
    }
    return { warnings: [] };
  }
}

/** The values that some gateway of the registry has. */
function valuesOf(capability: Capability): readonly CapabilityAnswer<Capability>['value'][] {
  const tables = gatewayRegistry.flatMap((entry) => [entry, ...(entry.variants ?? [])]).map(({ table }) => table);
  const rows = tables.flatMap((table) => table.history(capability));
  const values = new Map(rows.map(({ value }) => [JSON.stringify(value), value]));
  return [...values.values()].filter((value) => value !== 'unknown' && value !== 'not-applicable');
}
