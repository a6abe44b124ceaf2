import { isDeepStrictEqual } from 'node:util';
import { BUNDLE, isOfKind } from '../manifests/graph/object-kinds';
import { referenceTo } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ObjectReference } from '../manifests/index-set';
import type { JsonValue, Manifest } from '../manifests/manifest';
import type { GraphPair } from './world';

/** Whether a step changes what a ConfigMap or Secret holds, whoever writes it: the set itself or a controller. */
export function isDataChanged({ before, after }: GraphPair, object: ObjectReference): boolean {
  return !isDeepStrictEqual(originsOf(before, object), originsOf(after, object));
}

/** All that decides what the object holds, as far as the set has it. */
function originsOf(graph: ReferenceGraph, object: ObjectReference): readonly JsonValue[] {
  const own = graph.index.find(object);
  const producers = graph.productions.of(object).map(({ by }) => by);
  const bundles = producers.filter((by) => isOfKind(referenceTo(by), BUNDLE));
  const collected = bundles.flatMap((bundle) => collectedBy(graph, bundle));
  return [...(own === undefined ? [] : [own]), ...producers, ...collected].map(contentOf);
}

function collectedBy(graph: ReferenceGraph, bundle: Manifest): readonly Manifest[] {
  return graph.bundles.sourcesOf(bundle).flatMap(({ reference, selected }) => {
    const named = reference && graph.index.find(reference.to);
    return named === undefined ? selected : [named, ...selected];
  });
}

function contentOf({ body }: Manifest): JsonValue {
  const { metadata, status, ...content } = body;
  return content;
}
