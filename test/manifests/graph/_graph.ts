import { graphOf as graphWithGateways } from '../../../src/gateways/gateway-directory';
import type { ReferenceGraph, ReferenceGraphOptions } from '../../../src/manifests/graph/reference-graph';
import type { Manifest } from '../../../src/manifests/manifest';
import { readManifests } from '../../../src/manifests/read-manifests';

/** A graph over YAML that must be readable. */
export function graphOf(content: string, options?: ReferenceGraphOptions): ReferenceGraph {
  const set = readManifests([{ file: 'f', content }]);
  expect(set.problems).toEqual([]);
  return graphWithGateways(set, options);
}

/** The only object of the YAML, with a graph over it. */
export function single(content: string): { readonly graph: ReferenceGraph; readonly manifest: Manifest } {
  const { manifests, problems } = readManifests([{ file: 'f', content }]);
  const [manifest] = manifests;
  if (manifest === undefined || manifests.length !== 1 || problems.length > 0) {
    throw new Error(`the example has ${manifests.length} objects and ${problems.length} problems`);
  }
  return { graph: graphWithGateways({ manifests, problems }), manifest };
}

/** The object of that kind and name, which must be there. */
export function named(graph: ReferenceGraph, kind: string, name: string): Manifest {
  const found = graph.set.manifests.find(({ key }) => key.kind === kind && key.name === name);
  if (found === undefined) {
    throw new Error(`the example has no ${kind} ${name}`);
  }
  return found;
}
