import { failureRule } from './_failure-rule';

/** A CA that may not sign what it signed. */
export const badNewCa = failureRule({
  id: 'rotation/bad-new-ca',
  severity: 'error',
  title: 'A CA in use may not sign the certificates below it',
  why: 'A CA needs CA:TRUE, keyCertSign, a path length that suits and no constraint that excludes its leaves; no issuer checks this.',
  fix: 'Make the CA anew with isCA, the usage cert sign and enough path length.',
  adviceOn: () =>
    'make the CA anew: CA:TRUE, keyCertSign, enough path length, constraints that allow the names below it',
});
