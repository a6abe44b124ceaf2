import { formatReference, identityOf, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { KONG_GROUP } from './_kong-plugins';

/** What names one plugin by the annotation: filters are for a rule of a route alone. */
interface Bearers {
  readonly consumers: readonly Reference[];
  readonly groups: readonly Reference[];
  /** Services, Ingresses and routes. */
  readonly targets: readonly Reference[];
}

/** One plugin object of a consumer and of a Service or route is for both together, and for neither by itself. */
export const attachedAsPair: Rule<CheckContext> = {
  id: 'plugins/attached-as-pair',
  severity: 'warning',
  title: 'One plugin object is attached to a consumer and to something else',
  why:
    'Of an object that a KongConsumer names as well as a Service or a route, the controllers make one plugin for each pair: it runs for ' +
    'requests of that consumer there alone (as a remark, since that may be meant). Beside a KongConsumer they leave out ' +
    'each KongConsumerGroup that names the same object.',
  fix: 'Make an object for each: one for the consumer, one for the group, one for the Service or route.',
  check({ graph }) {
    const attached = graph.attachedPlugins().filter(({ purpose }) => purpose === 'plugin');
    return attached.length === 0
      ? notApplicable('no object names a plugin of Kong by annotation')
      : resultOf(bearersOf(attached).flatMap((bearers) => [...pairs(bearers), ...leftOut(bearers)]));
  },
};

function bearersOf(attached: readonly Reference[]): readonly Bearers[] {
  const byPlugin = new Map<string, Reference[]>();
  for (const reference of attached) {
    const key = identityOf(reference.to);
    const others = byPlugin.get(key);
    if (others === undefined) {
      byPlugin.set(key, [reference]);
    } else {
      others.push(reference);
    }
  }
  return [...byPlugin.values()].map((references) => ({
    consumers: references.filter((reference) => isOf(reference, 'KongConsumer')),
    groups: references.filter((reference) => isOf(reference, 'KongConsumerGroup')),
    targets: references.filter(
      (reference) => !isOf(reference, 'KongConsumer') && !isOf(reference, 'KongConsumerGroup'),
    ),
  }));
}

function isOf({ from: { key } }: Reference, kind: string): boolean {
  return key.kind === kind && key.apiVersion.startsWith(`${KONG_GROUP}/`);
}

function pairs({ consumers, targets }: Bearers): readonly RuleFinding[] {
  const [first, ...others] = targets;
  if (first === undefined) {
    return [];
  }
  const where = `${formatKey(first.from.key)}${others.length === 0 ? '' : ` and ${others.length} more`}`;
  return consumers.map(({ from, path, to }) => ({
    manifest: from,
    path,
    severity: 'info',
    message: `${formatReference(to)} is for requests of this consumer to ${where} alone, as both name it`,
    fix: 'unless that is meant, make an object for each',
  }));
}

function leftOut({ consumers, groups }: Bearers): readonly RuleFinding[] {
  const [consumer] = consumers;
  return consumer === undefined
    ? []
    : groups.map(({ from, path, to }) => ({
        manifest: from,
        path,
        message: `${formatReference(to)} is not for this group, as ${formatKey(consumer.from.key)} names it too, and the controller takes one or the other`,
        fix: 'make an object for the group',
      }));
}
