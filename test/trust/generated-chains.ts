import fc from 'fast-check';
import { type CertificateOptions, createCa, crossSign, type Identity, issue, issueCa, testKey } from './pki';

/** One peer with its chain and one verifier with its anchors, as generated. */
export interface GeneratedCase {
  readonly leaf: Identity;
  /** What the peer sends after its leaf, in this order. */
  readonly sent: readonly Identity[];
  /** In the order of the bundle. */
  readonly anchors: readonly Identity[];
  readonly purpose: 'clientAuth' | 'serverAuth';
  readonly partialChain: boolean;
  readonly tlsVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** The name of every generated leaf. */
export const LEAF_HOSTNAME = 'ledger.payments.test';

const EXPIRED = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') };
const FUTURE = { notBefore: new Date('2049-01-01T00:00:00Z') };

type Traits = Omit<CertificateOptions, 'key' | 'subject'>;

const usually = <T>(weight: number, value: T) => ({ weight, arbitrary: fc.constant(value) });

const validity = fc.oneof(usually(36, {}), usually(1, EXPIRED), usually(1, FUTURE));
const keyIds = fc.record({
  subjectKeyId: fc.oneof(usually(3, true), usually(1, false)),
  authorityKeyId: fc.oneof(usually(6, true), usually(2, false), usually(1, 'serial' as const)),
});
const extendedKeyUsage = fc.oneof(
  usually(30, undefined),
  usually(1, ['serverAuth']),
  usually(1, ['clientAuth']),
  usually(2, ['clientAuth', 'serverAuth']),
  usually(1, ['any']),
  usually(1, ['1.3.6.1.5.5.7.3.3']),
);
const criticalExtensions = fc.oneof(usually(80, []), usually(1, ['1.3.6.1.4.1.55555.1']));

const caTraits: fc.Arbitrary<Traits> = fc
  .tuple(
    fc.record({
      ca: fc.oneof(usually(50, true as const), usually(1, false as const), usually(1, 'absent' as const)),
      pathLength: fc.oneof(usually(24, undefined), usually(2, 0), usually(1, 1)),
      keyUsage: fc.oneof(
        usually(30, ['keyCertSign', 'cRLSign'] as const),
        usually(3, 'absent' as const),
        usually(1, ['digitalSignature'] as const),
      ),
      nameConstraints: fc.oneof(
        usually(40, undefined),
        usually(1, { permitted: { dns: ['payments.test'] } }),
        usually(1, { permitted: { dns: ['billing.test'] } }),
        usually(1, { excluded: { dns: ['.test'] } }),
        usually(1, { permitted: { directories: ['leaf'] } }),
      ),
    }),
    validity,
    keyIds,
    fc.record({ extendedKeyUsage, criticalExtensions }),
  )
  .map(([basics, dates, ids, rest]) => withoutPathLengthUnlessCa({ ...basics, ...dates, ...ids, ...rest }));

const leafTraits: fc.Arbitrary<Traits> = fc
  .tuple(
    fc.record({
      ca: fc.oneof(usually(8, 'absent' as const), usually(2, false as const), usually(1, true as const)),
      keyUsage: fc.oneof(
        usually(20, ['digitalSignature'] as const),
        usually(3, 'absent' as const),
        usually(1, ['digitalSignature', 'keyEncipherment'] as const),
        usually(1, ['keyCertSign'] as const),
      ),
    }),
    validity,
    keyIds,
    fc.record({ extendedKeyUsage, criticalExtensions }),
  )
  .map(([basics, dates, ids, rest]) => ({ ...basics, ...dates, ...ids, ...rest }));

/** What a case is drawn from; it is this that a failing test shows. */
export const scenarios = fc.record({
  intermediates: fc.array(fc.record({ traits: caTraits, hasNameOfRoot: rarely(8) }), { maxLength: 3 }),
  root: caTraits,
  secondRoot: fc.record({ traits: caTraits, hasNameOfRoot: rarely(1) }),
  copies: fc.array(fc.record({ traits: caTraits, of: fc.nat(4) }), { maxLength: 2 }),
  crossSigned: fc.array(fc.record({ traits: caTraits, subject: fc.nat(4), issuer: fc.nat(4) }), { maxLength: 2 }),
  leaf: fc.record({ traits: leafTraits, hasNameOfIssuer: rarely(20), isTrusted: rarely(30), isSelfSigned: rarely(30) }),
  sent: fc.oneof(usually(6, undefined), { weight: 3, arbitrary: fc.array(fc.nat(20), { maxLength: 6 }) }),
  anchors: fc.oneof(usually(3, undefined), {
    weight: 3,
    arbitrary: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
  }),
  purpose: fc.constantFrom('clientAuth' as const, 'serverAuth' as const),
  partialChain: rarely(4),
  tlsVersion: fc.constantFrom('TLSv1.2' as const, 'TLSv1.3' as const),
});

type Scenario = typeof scenarios extends fc.Arbitrary<infer T> ? T : never;

/** Makes the certificates of a case: chains mostly whole, with flaws, copies, cross certificates and shuffled bundles. */
export function buildCase(drawn: Scenario): GeneratedCase {
  const rootName = 'root';
  const root = createCa({ ...drawn.root, commonName: rootName, key: testKey('root') });
  const secondRoot = createCa({
    ...drawn.secondRoot.traits,
    commonName: drawn.secondRoot.hasNameOfRoot ? rootName : 'second root',
    key: testKey('second root'),
  });
  const chain: Identity[] = [];
  for (const [index, { traits, hasNameOfRoot }] of drawn.intermediates.entries()) {
    const commonName = hasNameOfRoot ? rootName : `intermediate ${index}`;
    chain.push(issueCa(chain.at(-1) ?? root, { ...traits, commonName, key: testKey(`intermediate ${index}`) }));
  }
  const entities = [root, secondRoot, ...chain];
  const copies = drawn.copies.map(({ traits, of }) => copyOf(pick(entities, of), entities, traits));
  const crossSigned = drawn.crossSigned.map(({ traits, subject, issuer }) =>
    crossSign(pick(entities, subject), pick(entities, issuer), traits),
  );
  const issuer = chain.at(-1) ?? root;
  const leaf = makeLeaf(issuer, drawn.leaf);
  const pool = [...entities, ...copies, ...crossSigned];
  const anchors = drawn.anchors === undefined ? [root] : choose(pool, drawn.anchors);
  return {
    leaf,
    sent: drawn.sent === undefined ? [...chain].reverse() : choose(pool, drawn.sent),
    anchors: drawn.leaf.isTrusted ? [...anchors, leaf] : anchors,
    purpose: drawn.purpose,
    partialChain: drawn.partialChain,
    tlsVersion: drawn.tlsVersion,
  };
}

function rarely(odds: number): fc.Arbitrary<boolean> {
  return fc.oneof(usually(odds, false), usually(1, true));
}

// OpenSSL takes a path length without the CA bit for a malformed certificate, which is not what is tested here.
function withoutPathLengthUnlessCa(traits: Traits): Traits {
  return traits.ca === true ? traits : { ...traits, pathLength: undefined };
}

function makeLeaf(
  issuer: Identity,
  drawn: { readonly traits: Traits; readonly hasNameOfIssuer: boolean; readonly isSelfSigned: boolean },
): Identity {
  const options = { ...drawn.traits, dns: [LEAF_HOSTNAME], key: testKey('leaf'), commonName: 'leaf' };
  if (drawn.isSelfSigned) {
    return createCa(options);
  }
  const subject = issuer.tbs.subject.map((rdn) => {
    const [attribute] = rdn;
    return [attribute?.type ?? '', attribute?.value.toString() ?? ''] as const;
  });
  return issue(issuer, drawn.hasNameOfIssuer ? { ...options, subject } : options);
}

/** The same name and key with other traits, signed by the same CA: a renewal, or an expired predecessor. */
function copyOf(original: Identity, cas: readonly Identity[], traits: Traits): Identity {
  const index = cas.indexOf(original);
  const issuer = index <= 1 ? original : (cas[index === 2 ? 0 : index - 1] ?? original);
  return crossSign(original, issuer, traits);
}

function pick(identities: readonly Identity[], index: number): Identity {
  const identity = identities[index % identities.length];
  if (identity === undefined) {
    throw new Error('there is nothing to pick from');
  }
  return identity;
}

function choose(pool: readonly Identity[], indexes: readonly number[]): readonly Identity[] {
  return [...new Set(indexes.map((index) => pick(pool, index)))];
}
