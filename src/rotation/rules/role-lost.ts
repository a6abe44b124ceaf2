import { failureRule } from './_failure-rule';

/** A new certificate does not do what the old one did. */
export const roleLost = failureRule({
  id: 'rotation/role-lost',
  severity: 'error',
  title: 'A certificate lacks the usage or the name that its verifier wants, or there is none',
  why: 'Gateways want server auth and the hostname in the certificate of a backend, backends want client auth in that of a gateway.',
  fix: 'Issue the new certificate with the usages and names of the old one.',
  adviceOn: ({ verifier }) =>
    verifier === 'client'
      ? 'issue the certificate with server auth and the name that the gateway looks for'
      : 'issue the certificate with client auth, and have the gateway present it',
});
