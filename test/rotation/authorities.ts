import { ACCEPTED, type EdgeState, type Verification } from '../../src/rotation/edge-state';

/** Certificates in the abstract: who signed what is all that counts. */

export type Authority = 'A' | 'B';

/** A CA certificate: `A` signed by itself, or `A by B`, the cross certificate. */
export type CaCertificate = Authority | 'A by B' | 'B by A';

/** A leaf, by its issuer, with the cross certificates that it is sent with. */
export interface AbstractChain {
  readonly issuer: Authority;
  readonly sent: readonly CaCertificate[];
}

export type AbstractTrust = readonly CaCertificate[];

export type AbstractState = EdgeState<AbstractChain, AbstractTrust>;

export const leafOf = { A: { issuer: 'A', sent: [] }, B: { issuer: 'B', sent: [] } } as const satisfies Readonly<
  Record<Authority, AbstractChain>
>;

export const trustIn = { A: ['A'], AB: ['A', 'B'], B: ['B'] } as const satisfies Readonly<
  Record<string, AbstractTrust>
>;

/** A path from the issuer, over cross certificates, to a trusted CA that signed itself. */
export const verifyAbstractly: Verification<AbstractChain, AbstractTrust> = (_, trusted, { issuer, sent }) => {
  const reached = new Set<Authority>([issuer]);
  for (const certificate of [...sent, ...trusted]) {
    const [subject, signer] = certificate.split(' by ') as [Authority, Authority?];
    if (signer !== undefined && reached.has(subject)) {
      reached.add(signer);
    }
  }
  return trusted.some((anchor) => anchor.length === 1 && reached.has(anchor as Authority))
    ? ACCEPTED
    : { verdict: 'refused', reason: 'no-issuer', message: `${issuer} is not among ${trusted.join(', ')}` };
};

export function edge(
  client: readonly [AbstractChain, AbstractTrust],
  server: readonly [AbstractChain, AbstractTrust] = client,
): AbstractState {
  return {
    client: { presents: client[0], trusts: client[1] },
    server: { presents: server[0], trusts: server[1] },
  };
}
