import type { GatewayImplementation } from '../../src/gateways/gateway-implementation';
import { cellsOf, type IntentCell } from '../../src/testing/portability/intent-cells';
import { KNOWN_GATEWAYS, type KnownGateway } from '../../src/testing/portability/known-gateways';
import type { PortabilityIntent } from '../../src/testing/portability/portability-intent';
import { PORTABILITY_INTENTS } from '../../src/testing/portability/portability-intents';
import { type OutcomeRefusal, outcomeOf } from '../../src/testing/portability/portability-outcome';
import { controllerNameOf, gatewayAt, versionsOf } from '../../src/testing/portability/portable-gateway';

/** A gateway that a refusal names as the way out; the newest version where it names none. */
interface Alternative {
  readonly known: KnownGateway;
  readonly version: string;
}

/** The gateways that refusals may send people to. */
const NAMED = KNOWN_GATEWAYS.filter(({ name }) => ['envoy-gateway', 'kgateway', 'kong-operator'].includes(name));

function namedIn(text: string): readonly Alternative[] {
  return NAMED.flatMap((known) => {
    const [match, version] = new RegExp(`${known.title}(?: (\\d+\\.\\d+))?`).exec(text) ?? [];
    return match === undefined ? [] : [{ known, version: version ?? newestOf(known) }];
  });
}

/** The newest version of the gateway itself that a refusal names, as in `use version 2.2 to 2.6.7`. */
function ownIn(known: KnownGateway, text: string): readonly Alternative[] {
  const [, versions = ''] = /\bversion (\d[\w. -]*?\d)(?=[,;]|$)/.exec(text) ?? [];
  const last = versions.split(/ (?:to|or) /).at(-1) ?? '';
  return last === '' ? [] : [{ known, version: last }];
}

function newestOf(known: KnownGateway): string {
  return versionsOf(known).at(-1)?.version ?? '';
}

/** Whether an alternative stumbles over the same thing. What else is in its way is its own refusal to tell. */
function isDeadEnd(intent: PortabilityIntent, { known, version }: Alternative, refused: string): boolean {
  const gateway = gatewayAt(known, version);
  const outcome = outcomeOf(intent, gateway, { controllerName: controllerNameOf(known) });
  return outcome.kind === 'refused' && outcome.refusals.some((refusal) => obstacle(gateway, refusal) === refused);
}

/** What is in the way, whichever the gateway. */
function obstacle(gateway: GatewayImplementation, { rule, reason }: OutcomeRefusal): string {
  return `${rule} ${reason.replaceAll(String(gateway), '')}`;
}

/** Refusals that name gateways or versions as the way out, each of which refuses for the same reason. */
function deadEnds(known: KnownGateway, { intent, gateway, outcome }: IntentCell): readonly string[] {
  const refusals: readonly OutcomeRefusal[] = outcome.kind === 'refused' ? outcome.refusals : [];
  return refusals.flatMap((refusal) => {
    const { rule, fix } = refusal;
    const named = [...ownIn(known, fix), ...namedIn(fix)];
    const dead =
      named.length > 0 && named.every((alternative) => isDeadEnd(intent, alternative, obstacle(gateway, refusal)));
    return dead ? [`${gateway}, ${intent.name}: ${fix} (${rule})`] : [];
  });
}

test.each(KNOWN_GATEWAYS.map((known) => [known.title, known] as const))(
  'the refusals of %s send nobody to a gateway or version that refuses for the same reason',
  (_title, known) => {
    expect(cellsOf(known, PORTABILITY_INTENTS).flatMap((cell) => deadEnds(known, cell))).toEqual([]);
  },
);
