import { failureRule } from './_failure-rule';

/** Something is named before the controller that makes it has done so. */
export const noBarrier = failureRule({
  id: 'rotation/no-barrier',
  severity: 'error',
  title: 'Something is referred to that is not made yet, or no longer there, as nothing makes the step wait for it',
  why:
    'cert-manager, trust-manager and others make Secrets and ConfigMaps at a time of their own. A gateway that is pointed ' +
    'at one before it is there has no certificate or no trust: it refuses all, or worse, falls back.',
  fix: 'Create what is new in a step of its own, wait until it is there, then refer to it; remove the old one last.',
  adviceOn: () => 'create the object in an earlier step, wait until it is there, and only then refer to it',
});
