import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type PathFailure, type PathFailureReason, type Purpose, type Verifier, validatePath } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { certificateFinding } from './_certificate-finding';
import { type Presented, presentedIn } from './_presented';
import { certificatesIn } from './_trust-stores';

const VERIFIERS: readonly Verifier[] = ['envoy', 'go', 'openssl'];

/** Other rules find these, where the certificate at fault stands. */
const FOUND_ELSEWHERE: ReadonlySet<PathFailureReason> = new Set([
  'expired',
  'extended-key-usage',
  'name-mismatch',
  'not-yet-valid',
  'path-too-long',
]);

/** A certificate that no verifier can follow up to a root that is trusted. */
export const chainBroken: Rule<CheckContext> = {
  id: 'trust/chain-broken',
  severity: 'error',
  title: 'No path leads from a certificate to a root that its verifier trusts',
  why: 'The handshake fails: the backend is refused by the gateway, or the gateway by the backend.',
  fix: 'Send the missing intermediates in tls.crt, or add the root to what the verifier trusts.',
  check({ graph, now, crls }) {
    const judged = presentedIn(graph).filter(({ store }) => store.isComplete);
    return judged.length === 0
      ? notApplicable('the set holds no certificate together with all roots that it is verified with')
      : resultOf(
          judged.flatMap((presented) => {
            const failure = failureOf(presented, now, crls);
            return failure === undefined ? [] : [finding(presented, failure)];
          }),
        );
  },
};

/** The failure that all verifiers end with; one alone is about order or partial chains, which are other rules. */
function failureOf(
  { identity, store }: Presented,
  now: Date | undefined,
  crls: CheckContext['crls'],
): PathFailure | undefined {
  const leaf = identity.leaf.certificate;
  const intermediates = identity.intermediates.map(({ certificate }) => certificate);
  const anchors = certificatesIn(store);
  const at = now ?? instantWithin([leaf, ...intermediates, ...anchors], leaf.notAfter);
  const purpose: Purpose = store.purpose ?? 'serverAuth';
  const results = VERIFIERS.map((verifier) =>
    validatePath({ leaf, intermediates, anchors, at, purpose, crls, verifier, partialChain: true }),
  );
  const failures = results.filter((result) => !result.ok);
  const [first] = failures;
  return failures.length < results.length || failures.some(({ reason }) => FOUND_ELSEWHERE.has(reason))
    ? undefined
    : first;
}

/** Without an instant the newest beginning stands for it: then everything is valid that ever is together. */
function instantWithin(certificates: readonly { readonly notBefore: Date }[], end: Date): Date {
  const newest = Math.max(...certificates.map(({ notBefore }) => notBefore.getTime()));
  return new Date(Math.min(newest, end.getTime()));
}

function finding({ identity, store }: Presented, { message, reason }: PathFailure): RuleFinding {
  const verifier = store.purpose === 'clientAuth' ? 'the backend' : 'the gateway';
  return certificateFinding(
    identity.leaf,
    `is not accepted by ${verifier}, which trusts the roots of ${formatKey(store.owner.key)}: ${message}`,
    reason === 'revoked'
      ? 're-issue the certificate that is revoked'
      : 'send the missing intermediates in tls.crt, or add the root of the certificate to these roots',
  );
}
