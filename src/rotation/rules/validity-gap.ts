import { failureRule } from './_failure-rule';

/** A certificate of a path that is in use is not valid. */
export const validityGap = failureRule({
  id: 'rotation/validity-gap',
  severity: 'error',
  title: 'A certificate that is in use during the step is not valid then',
  why: 'Every verifier refuses a path with one certificate that has expired or is not valid yet, whatever else is right.',
  fix: 'Renew the certificate before the step, or choose a later instant for a certificate of the future.',
  adviceOn: () => 'renew the certificate first, as a step of its own',
});
