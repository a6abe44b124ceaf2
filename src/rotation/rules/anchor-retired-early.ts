import { failureRule } from './_failure-rule';

/** A CA leaves the trust while certificates under it are presented. */
export const anchorRetiredEarly = failureRule('rotation/anchor-retired-early', {
  severity: 'error',
  title: 'A CA may leave the trust while certificates under it are still presented',
  why:
    'A verifier that has loaded the new trust refuses every endpoint that still presents a certificate under the old CA: ' +
    'those that have not been re-issued, not restarted, restored from a backup or scaled up again.',
  fix: 'Drop the old CA only after every certificate under it has been replaced and nothing can bring one back.',
  fixOf: ({ acceptance }) =>
    acceptance.verdict === 'unknown'
      ? 'say what is presented by the annotation upstream-tls.dev/serves on the Certificate or Secret, or keep the CA'
      : 'keep the old CA in the trust until no endpoint presents a certificate under it, then drop it',
});
