import { failureRule } from './_failure-rule';

/** Two CAs of one name, which nothing tells apart. */
export const ambiguousPath = failureRule({
  id: 'rotation/ambiguous-path',
  severity: 'error',
  title: 'Old and new CA share a name, and nothing tells a verifier which one signed',
  why:
    'OpenSSL and BoringSSL take the first CA of the right name and do not try another. With both in one bundle, the order ' +
    'decides which leaves are refused, and trust-manager orders by hash.',
  fix: 'Give the new CA a name of its own, or key identifiers to both CAs and all leaves.',
  adviceOn: () => 'give the new CA another common name',
});
