import { pemProblemRule } from './_pem-problem-rule';

/** Blocks that some reader passes over in silence, so that a root vanishes. */
export const pemLostBlock = pemProblemRule(
  {
    id: 'trust/pem-lost-block',
    severity: 'error',
    title: 'A block of certificates is lost without an error',
    why:
      'Readers pass over blocks that are indented, cut off or no certificate, and over text without any block; so does ' +
      'trust-manager. The root is then missing, and connections fail as with an unknown CA.',
    fix: 'Copy the block again from its source, with both markers at the start of their lines.',
  },
  'lost',
);
