import { describeEnd, describeTopAuthority, describeTrustObjects } from '../tell-failure';
import { adviceOnUnknown } from './_advice-on-unknown';
import { failureRule } from './_failure-rule';

/** A certificate under a CA that its verifier may not trust yet. */
export const anchorNotDistributed = failureRule({
  id: 'rotation/anchor-not-distributed',
  severity: 'error',
  title: 'A certificate may be presented before its verifier trusts the CA above it',
  why:
    'Certificates and trust reach each endpoint at a time of their own. Until the last verifier has the new CA, every ' +
    'connection to an endpoint that is ahead of it fails.',
  fix: 'Trust the new CA beside the old one everywhere first, wait until everybody does, then issue from it.',
  adviceOn: (failure, edge) =>
    adviceOnUnknown(failure) ??
    `first add ${describeTopAuthority(failure.presents)} to ${describeTrustObjects(edge, failure.verifier)} beside what is there now, ` +
      `wait until ${describeEnd(edge, failure.verifier)} has loaded it, then change the certificate`,
});
