import { missingObject } from '../../../src/checks/rules/references/missing-object';
import { formatReference } from '../../../src/manifests/graph/reference';
import { findingsOf } from '../../checks/rules/_rule';
import { graphOf, named } from './_graph';

const CONSUMER = `
apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: { name: alice, namespace: payments }
username: alice
credentials: [alice-key]
consumerGroups: [gold]
---`;

test('a KongConsumer names its credentials and groups, in its own namespace', () => {
  const graph = graphOf(CONSUMER);
  const references = graph.references.of(named(graph, 'KongConsumer', 'alice'));
  expect(references.map(({ purpose, to, namespaceRule }) => [purpose, formatReference(to), namespaceRule])).toEqual([
    ['consumer-credential', 'Secret payments/alice-key', 'own'],
    ['consumer-group', 'KongConsumerGroup payments/gold', 'own'],
  ]);
});

test('a credential and a group that are nowhere are found', () => {
  expect(
    findingsOf(missingObject, CONSUMER, { closedWorld: true }).map(({ path, message }) => `${path}: ${message}`),
  ).toEqual([
    expect.stringContaining('credentials[0]: Secret payments/alice-key'),
    expect.stringContaining('consumerGroups[0]: KongConsumerGroup payments/gold'),
  ]);
});
