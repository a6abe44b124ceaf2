import { textOf } from '../../../manifests/graph/json-fields';
import { formatReference, identityOf, type Reference } from '../../../manifests/graph/reference';
import { formatPath, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';

interface Attachment {
  readonly reference: Reference;
  readonly object: Manifest;
  readonly plugin: string;
}

/** Kong has a plugin once for each Service, route or consumer, whatever the objects are called that configure it. */
export const attachedTwice: Rule<CheckContext> = {
  id: 'plugins/attached-twice',
  severity: 'error',
  title: 'One object gets the same plugin of Kong twice',
  why:
    'Kong Gateway runs a plugin at most once for a Service, route or consumer. Two objects that configure the same plugin there ' +
    'are two entries of one key: the configuration is refused, and without a database all of it.',
  fix: 'Attach one of them, or put both configurations into one object.',
  check(context) {
    const bearers = new Map<Manifest, Attachment[]>();
    for (const attachment of attachmentsIn(context)) {
      const { from } = attachment.reference;
      const others = bearers.get(from) ?? [];
      others.push(attachment);
      bearers.set(from, others);
    }
    return bearers.size === 0
      ? notApplicable('no object attaches a plugin of Kong that is in the set')
      : resultOf([...bearers].flatMap(([bearer, attachments]) => twice(bearer, attachments)));
  },
};

function attachmentsIn({ graph }: CheckContext): readonly Attachment[] {
  return graph.attachedPlugins().flatMap((reference) => {
    const resolution = graph.resolve(reference);
    const object = resolution.state === 'present' ? resolution.manifest : undefined;
    const plugin = object === undefined ? undefined : textOf(object.body, 'plugin');
    return object === undefined || plugin === undefined ? [] : [{ reference, object, plugin }];
  });
}

/** Filters count for their rule of the route, the annotation for all of them: so it comes first. */
function twice(bearer: Manifest, attachments: readonly Attachment[]): readonly RuleFinding[] {
  const first = new Map<string, Attachment>();
  const inOrder = [...attachments].sort((a, b) => rank(a) - rank(b));
  return inOrder.flatMap((attachment) => {
    const { reference, plugin, object } = attachment;
    const other = first.get(keyOf(plugin, '')) ?? first.get(keyOf(plugin, placeOf(reference)));
    first.set(keyOf(plugin, placeOf(reference)), other ?? attachment);
    if (other === undefined) {
      return [];
    }
    const same = identityOf(reference.to) === identityOf(other.reference.to);
    return [
      {
        manifest: bearer,
        path: reference.path,
        ...(same ? { severity: 'warning' as const } : {}),
        message: same
          ? `${formatReference(reference.to)} is attached twice, here and at ${formatPath(other.reference.path)}`
          : `plugin ${describeString(plugin)} is attached twice, by ${object.key.kind} ${object.key.name} here and by ${other.object.key.kind} ${other.object.key.name}`,
        fix: same ? 'name it once' : 'attach one of them, or put both configurations into one object',
      },
    ];
  });
}

function rank({ reference }: Attachment): number {
  return reference.purpose === 'filter' ? 1 : 0;
}

function keyOf(plugin: string, place: string): string {
  return JSON.stringify([plugin, place]);
}

function placeOf({ purpose, path }: Reference): string {
  return purpose === 'filter' ? formatPath(path.slice(0, 3)) : '';
}
