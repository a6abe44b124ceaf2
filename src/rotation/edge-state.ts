/** One end of a gateway-to-backend hop: what it presents, and what it accepts from its peer. */
export interface EndpointState<Presented, Trusted> {
  readonly presents: Presented;
  readonly trusts: Trusted;
}

/** Both ends of one hop at one instant. The client is the gateway, the server is the backend. */
export interface EdgeState<Presented, Trusted> {
  readonly client: EndpointState<Presented, Trusted>;
  readonly server: EndpointState<Presented, Trusted>;
}

/** An end of a hop. */
export type Side = keyof EdgeState<unknown, unknown>;

/** Both ends, the gateway first. */
export const SIDES = ['client', 'server'] as const satisfies readonly Side[];

/** The end at the other end. */
export function peerOf(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}

/** What a verifier makes of what its peer presents. */
export type Acceptance =
  | { readonly verdict: 'accepted' }
  | {
      /** `unknown` where what is given does not decide it; it is never taken for a yes. */
      readonly verdict: 'refused' | 'unknown';
      /** A word for the cause, such as `no-issuer`. */
      readonly reason: string;
      /** Says what is presented and why it is not accepted: lower case, no final period. */
      readonly message: string;
    };

/** The peer is accepted. */
export const ACCEPTED: Acceptance = { verdict: 'accepted' };

/** Judges one half of a handshake: does the verifier at `side`, which trusts `trusted`, accept what its peer presents? */
export type Verification<Presented, Trusted> = (side: Side, trusted: Trusted, presented: Presented) => Acceptance;

/** A half of a handshake that is not known to succeed. */
export interface HandshakeFailure {
  /** The end that verifies, and does not accept. */
  readonly verifier: Side;
  readonly acceptance: Exclude<Acceptance, { readonly verdict: 'accepted' }>;
}

/**
 * The first half of a mutual handshake that is not accepted: the client verifies the server, then the server the client.
 *
 * @returns undefined if both accept each other
 */
export function handshakeFailure<Presented, Trusted>(
  state: EdgeState<Presented, Trusted>,
  verify: Verification<Presented, Trusted>,
): HandshakeFailure | undefined {
  for (const verifier of SIDES) {
    const acceptance = verify(verifier, state[verifier].trusts, state[peerOf(verifier)].presents);
    if (acceptance.verdict !== 'accepted') {
      return { verifier, acceptance };
    }
  }
  return undefined;
}
