import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import type { Production } from '../../../manifests/graph/production';
import type { Reference } from '../../../manifests/graph/reference';
import type { CheckContext } from '../../check-context';
import { nearestName } from '../../schema/nearest-name';
import { Names } from './_missing';

/** Secrets that are written and that nothing refers to, by namespace: one of them may be what a reference means. */
export function orphansIn({ graph }: CheckContext): Names {
  const orphans = graph.productions.all().filter((production) => isOrphan(production, graph));
  return new Names(orphans.map(({ target }) => target));
}

function isOrphan({ target, creates }: Production, graph: CheckContext['graph']): boolean {
  return creates && isOfKind(target, SECRET) && graph.references.to(target).length === 0;
}

/** The written Secret that a reference most likely means: nothing else uses it, and its name is nearly the same. */
export function orphanNear({ to }: Reference, orphans: Names): string | undefined {
  const names = orphans.beside(to).filter((name) => !differsInDigits(name, to.name));
  return names.find((name) => extendsName(name, to.name) || extendsName(to.name, name)) ?? nearestName(to.name, names);
}

/** `ledger-client-tls` extends `ledger-client`. */
function extendsName(longer: string, shorter: string): boolean {
  return longer.startsWith(`${shorter}-`) || longer.startsWith(`${shorter}.`);
}

/** Names that are counted through, as `root-1` and `root-2`, mean different things. */
function differsInDigits(a: string, b: string): boolean {
  const withoutDigits = (name: string) => name.replace(/[0-9]+/g, '0');
  return a !== b && withoutDigits(a) === withoutDigits(b);
}
