import type { ManifestSet } from '../../src/manifests/manifest';
import { graphPair } from '../../src/rotation/rotation-report';
import { transitionalSets } from '../../src/rotation/transitional-sets';
import { createCa, type Identity, issue } from '../trust/pki';
import { HOP, policy, setOf } from './payments';

const A = createCa({ commonName: 'root a' });
const B = createCa({ commonName: 'root b' });
const LEAF = issue(A);

/** A hop whose policy takes its roots from a Secret, which holds other things too. */
function hop(field: 'data' | 'stringData', root: Identity): ManifestSet {
  const encoded = (text: string) => JSON.stringify(field === 'data' ? Buffer.from(text).toString('base64') : text);
  return setOf(
    HOP,
    policy('roots').replace('kind: ConfigMap', 'kind: Secret'),
    `apiVersion: v1
kind: Secret
metadata: { name: roots, namespace: payments }
${field}: { ca.crt: ${encoded(root.pem)}, tls.crt: ${encoded(LEAF.pem)}, note: ${encoded(root.pem)} }`,
  );
}

function secretIn({ manifests }: ManifestSet, field: 'data' | 'stringData') {
  const body = manifests.find(({ key }) => key.kind === 'Secret')?.body;
  const texts = Object.entries((body?.[field] ?? {}) as Readonly<Record<string, string>>).map(([key, text]) => [
    key,
    field === 'data' ? Buffer.from(text, 'base64').toString() : text,
  ]);
  return Object.fromEntries(texts);
}

describe.each(['data', 'stringData'] as const)('roots in a Secret under %s', (field) => {
  const sets = transitionalSets(graphPair(hop(field, A), hop(field, B)));

  test('are united under the key that is read, and what is beside them stays', () => {
    expect(secretIn(sets.prepared, field)).toEqual({ 'ca.crt': A.pem + B.pem, 'tls.crt': LEAF.pem, note: A.pem });
  });

  test('stay as they are while certificates change, so that nothing is applied again', () => {
    expect(secretIn(sets.activated, field)['ca.crt']).toBe(A.pem + B.pem);
  });
});
