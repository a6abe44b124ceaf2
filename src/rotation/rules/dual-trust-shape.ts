import { failureRule } from './_failure-rule';

/** Two roots in a shape that the gateway does not take. */
export const dualTrustShape = failureRule({
  id: 'rotation/dual-trust-shape',
  severity: 'error',
  title: 'Old and new root are given to the gateway in a shape that it refuses',
  why:
    'Kong takes one certificate per object and many objects, NGINX Gateway Fabric one object with many certificates: ' +
    'no shape suits all. What is refused is no trust at all.',
  fix: 'Give the roots as the gateway reads them: one object for each, or one object with all.',
  adviceOn: () => 'split the roots into one object each, or put them into one object, whichever the gateway reads',
});
