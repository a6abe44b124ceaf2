import type { Side } from '../../src/rotation/edge-state';
import { type Step, stepBetween } from '../../src/rotation/step';
import { chains, trusts } from './certificates';
import type { KeyedChain, KeyedState, KeyedTrust } from './mutual-handshake';

/** A step of endpoints that have their keys. */
export type KeyedStep = Step<KeyedChain, KeyedTrust>;
/** Certificate and trust of one endpoint, by name. */
export type Half = readonly [chain: keyof typeof chains, trust: keyof typeof trusts];
/** Ends at which both are one object. */
export type Coupled = { readonly [side in Side]?: boolean };

/** One kind of step, with the verdict that it must have. */
export interface StepKind {
  readonly title: string;
  readonly client: readonly [before: Half, after: Half];
  /** @default - the same as the client */
  readonly server?: readonly [before: Half, after: Half];
  readonly coupled?: Coupled;
  readonly safe: boolean;
}

const BOTH: Coupled = { client: true, server: true };

export const STEP_KINDS: readonly StepKind[] = [
  {
    title: 'prepare: trust both roots',
    client: [
      ['a', 'a'],
      ['a', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'activate: issue from the new root',
    client: [
      ['a', 'ab'],
      ['b', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'retire: trust the new root only',
    client: [
      ['b', 'ab'],
      ['b', 'b'],
    ],
    safe: true,
  },
  {
    title: 'go back from prepare',
    client: [
      ['a', 'ab'],
      ['a', 'a'],
    ],
    safe: true,
  },
  {
    title: 'go back from activate',
    client: [
      ['b', 'ab'],
      ['a', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'go back from retire',
    client: [
      ['b', 'b'],
      ['b', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'prepare and activate at once',
    client: [
      ['a', 'a'],
      ['b', 'ab'],
    ],
    safe: false,
  },
  {
    title: 'activate and retire at once',
    client: [
      ['a', 'ab'],
      ['b', 'b'],
    ],
    safe: false,
  },
  {
    title: 'all three at once',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    safe: false,
  },
  {
    title: 'activate before prepare',
    client: [
      ['a', 'a'],
      ['b', 'a'],
    ],
    safe: false,
  },
  {
    title: 'retire before activate',
    client: [
      ['a', 'ab'],
      ['a', 'b'],
    ],
    safe: false,
  },
  {
    title: 'swap certificate and trust in one object at both ends',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    coupled: BOTH,
    safe: false,
  },
  {
    title: 'swap certificate and trust in one object at the gateway',
    client: [
      ['a', 'a'],
      ['b', 'b'],
    ],
    server: [
      ['a', 'ab'],
      ['a', 'ab'],
    ],
    coupled: { client: true },
    safe: false,
  },
  {
    title: 'activate the backend only',
    client: [
      ['a', 'ab'],
      ['a', 'ab'],
    ],
    server: [
      ['a', 'a'],
      ['b', 'a'],
    ],
    safe: true,
  },
  {
    title: 'activate the gateway only, which the backend is not prepared for',
    client: [
      ['a', 'ab'],
      ['b', 'ab'],
    ],
    server: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    safe: false,
  },
  {
    title: 'cross-signed roots: leaves and trust at once',
    client: [
      ['a', 'a'],
      ['bCrossed', 'bCrossed'],
    ],
    safe: true,
  },
  {
    title: 'cross-signed roots: clean up',
    client: [
      ['bCrossed', 'bCrossed'],
      ['b', 'b'],
    ],
    safe: true,
  },
  {
    title: 'the new root cross-signed, the old one still trusted: leaves and trust at once',
    client: [
      ['a', 'a'],
      ['bCrossed', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'the new root cross-signed, the old one still trusted: clean up',
    client: [
      ['bCrossed', 'ab'],
      ['bCrossed', 'b'],
    ],
    safe: true,
  },
  {
    title: 'cross-signed roots, leaf sent alone',
    client: [
      ['a', 'a'],
      ['b', 'bCrossed'],
    ],
    safe: false,
  },
  {
    title: 'cross-signed roots, new trust without the cross certificate',
    client: [
      ['a', 'a'],
      ['bCrossed', 'b'],
    ],
    safe: false,
  },
  {
    title: 'renew the root with the same key',
    client: [
      ['a', 'a'],
      ['a', 'aRenewed'],
    ],
    safe: true,
  },
  {
    title: 'renew the root with the same key, the expired one still there',
    client: [
      ['a', 'a'],
      ['a', 'expiredThenRenewed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, with key identifiers: prepare',
    client: [
      ['a', 'a'],
      ['a', 'aThenRekeyed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, with key identifiers: activate',
    client: [
      ['a', 'aThenRekeyed'],
      ['aRekeyed', 'aThenRekeyed'],
    ],
    safe: true,
  },
  {
    title: 'new key under the old name, without key identifiers: activate',
    client: [
      ['aWithoutKeyId', 'aThenRekeyedBare'],
      ['aRekeyedWithoutKeyId', 'aThenRekeyedBare'],
    ],
    safe: false,
  },
  {
    title: 'new key under the old name, without key identifiers: the bundle is sorted the other way',
    client: [
      ['aWithoutKeyId', 'aThenRekeyedBare'],
      ['aWithoutKeyId', 'rekeyedBareThenA'],
    ],
    safe: false,
  },
  {
    title: 'put an intermediate below the root',
    client: [
      ['a', 'a'],
      ['underIntermediateA', 'a'],
    ],
    safe: true,
  },
  {
    title: 'put an intermediate below the root and do not send it',
    client: [
      ['a', 'a'],
      ['withoutIntermediateA', 'a'],
    ],
    safe: false,
  },
  {
    title: 'trust the intermediate instead of its root',
    client: [
      ['underIntermediateA', 'a'],
      ['underIntermediateA', 'intermediateA'],
    ],
    safe: false,
  },
  {
    title: 'move to an intermediate below the other root',
    client: [
      ['underIntermediateA', 'ab'],
      ['underIntermediateB', 'ab'],
    ],
    safe: true,
  },
  {
    title: 'drop the client role from the certificate of the gateway',
    client: [
      ['aForBoth', 'a'],
      ['aForServers', 'a'],
    ],
    server: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    safe: false,
  },
  {
    title: 'drop the server role from the certificate of the backend',
    client: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    server: [
      ['aForBoth', 'a'],
      ['aForClients', 'a'],
    ],
    safe: false,
  },
  {
    title: 'drop the name from the certificate of the backend',
    client: [
      ['a', 'a'],
      ['a', 'a'],
    ],
    server: [
      ['a', 'a'],
      ['aOtherName', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a certificate that has expired',
    client: [
      ['a', 'a'],
      ['aExpired', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a certificate of the future',
    client: [
      ['a', 'a'],
      ['aFuture', 'a'],
    ],
    safe: false,
  },
  {
    title: 'move to a root that has expired',
    client: [
      ['a', 'a'],
      ['a', 'aExpired'],
    ],
    safe: false,
  },
  {
    title: 'move to a root that is no CA',
    client: [
      ['b', 'b'],
      ['notACa', 'notACa'],
    ],
    safe: false,
  },
];

/** The step of one kind. */
export function stepOf(client: StepKind['client'], server: StepKind['client'], coupled?: Coupled): KeyedStep {
  return stepBetween(stateOf(client[0], server[0]), stateOf(client[1], server[1]), coupled);
}

/** The state of a hop, by the names of what its ends have. */
export function stateOf([clientChain, clientTrust]: Half, [serverChain, serverTrust]: Half): KeyedState {
  return {
    client: { presents: chains[clientChain], trusts: trusts[clientTrust] },
    server: { presents: chains[serverChain], trusts: trusts[serverTrust] },
  };
}
