import { failureRule } from './_failure-rule';

/** An intermediate in place of a root. */
export const partialChainAnchor = failureRule({
  id: 'rotation/partial-chain-anchor',
  severity: 'error',
  title: 'An intermediate is trusted without its root by a verifier that wants the root',
  why: 'Envoy and Go end a path at an intermediate that is trusted; OpenSSL, and with it NGINX, Kong and HAProxy, goes on to the root.',
  fix: 'Trust the root.',
  adviceOn: () => 'put the root of that CA into the trust',
});
