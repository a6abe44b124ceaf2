import type { GatewayImplementation } from '../../gateways/gateway-implementation';
import type { Finding } from '../../manifests/finding';
import { formatKey } from '../../manifests/manifest';
import type { PortabilityIntent } from './portability-intent';
import type { EmittedOutcome, OutcomeRefusal, PortabilityOutcome } from './portability-outcome';

/**
 * What is wrong with an outcome: objects that the checks reject, something asked that is silently left out, or a refusal
 * that does not say which gateway, why, or what to do instead.
 *
 * @returns one line each; none where the outcome is sound
 */
export function outcomeProblems(
  intent: PortabilityIntent,
  gateway: GatewayImplementation,
  outcome: PortabilityOutcome,
): readonly string[] {
  return outcome.kind === 'emitted'
    ? [...findingProblems(outcome), ...silenceProblems(intent, outcome)]
    : outcome.refusals.flatMap((refusal) => refusalProblems(gateway, refusal));
}

function findingProblems({ findings, objects }: EmittedOutcome): readonly string[] {
  const kinds = new Set(objects.map(({ kind }) => kind));
  const isUnchecked = ({ rule, object }: Finding): boolean =>
    rule === 'schema/unchecked-kind' && object !== undefined && kinds.has(object.kind);
  return findings
    .filter((finding) => finding.severity === 'error' || isUnchecked(finding))
    .map(
      ({ rule, object, path, message }) =>
        `${rule}: ${object === undefined ? '' : `${formatKey(object)} `}${path}: ${message}`,
    );
}

/** What was asked stands in the objects, or a warning says that it does not. */
function silenceProblems(
  { says }: PortabilityIntent,
  { objects, changes, findings }: EmittedOutcome,
): readonly string[] {
  const written = JSON.stringify([objects, changes]);
  const warned = findings
    .filter(({ severity }) => severity === 'warning')
    .map(({ message, fix }) => `${message}; ${fix}`)
    .join('\n');
  return says
    .filter((asked) => !written.includes(JSON.stringify(asked).slice(1, -1)) && !warned.includes(asked))
    .map((asked) => `"${asked}" is asked for, and stands neither in the objects nor in a warning`);
}

function refusalProblems(gateway: GatewayImplementation, { rule, reason, fix }: OutcomeRefusal): readonly string[] {
  const text = `${reason}; ${fix} (${rule})`;
  return [
    ...(reason.includes(String(gateway)) ? [] : [`the refusal does not name ${gateway}: ${text}`]),
    ...(/[a-z]{3}/.test(reason.replaceAll(String(gateway), '')) ? [] : [`the refusal has no reason: ${text}`]),
    ...(/^[a-z]+( \S+)+[^.;,\s]$/.test(fix) ? [] : [`the refusal has no way out, or one that is no clause: ${text}`]),
  ];
}
