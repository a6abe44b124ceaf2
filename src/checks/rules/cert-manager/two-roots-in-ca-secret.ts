import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { type Certificate, isSame, isSignedBy } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { certificatesUnder, type SecretCertificates } from './_secret-pem';
import { issuersIn } from './_spec-problems';

/** Each is tried as the signer of each other; Secrets with more are left alone. */
const MAX_CERTIFICATES = 32;

/** CA Secrets that are to hold two roots, which cert-manager does not take. */
export const twoRootsInCaSecret: Rule<CheckContext> = {
  id: 'cert-manager/two-roots-in-ca-secret',
  severity: 'error',
  title: 'The Secret of a CA issuer holds certificates that are not one chain',
  why:
    'Signing, cert-manager puts `tls.crt` and the first certificate of `ca.crt` into one chain and refuses to sign where they are none ' +
    '("certificate chain is malformed or broken"). Further certificates in `ca.crt` are ignored without a message, so the old ' +
    'root that was to stay trusted is not.',
  fix: 'Keep the chain of the signing CA in the Secret, and trust two roots in the Bundle that verifiers read.',
  check({ index, graph }) {
    const secrets = new Map<Manifest, Manifest>();
    for (const issuer of issuersIn(index)) {
      const reference = graph.certificates.caSecretOf(issuer);
      const secret = reference && index.find(reference.to);
      if (secret !== undefined && certificatesUnder(secret, 'tls.crt') !== undefined) {
        secrets.set(secret, issuer);
      }
    }
    return secrets.size === 0
      ? notApplicable('no Secret of a CA issuer is in the set with its certificates')
      : resultOf([...secrets].flatMap(([secret, issuer]) => rootProblems(secret, issuer)));
  },
};

function rootProblems(secret: Manifest, issuer: Manifest): readonly RuleFinding[] {
  const chain = certificatesUnder(secret, 'tls.crt');
  const roots = certificatesUnder(secret, 'ca.crt');
  const count = (chain?.certificates.length ?? 0) + (roots?.certificates.length ?? 0);
  if (chain === undefined || chain.certificates.length === 0 || count > MAX_CERTIFICATES) {
    return [];
  }
  if (!isOneChain(chain.certificates)) {
    return [refused(secret, issuer, chain, 'tls.crt holds certificates that do not form one chain')];
  }
  const [first, ...ignored] = roots?.certificates ?? [];
  if (roots !== undefined && first !== undefined && !isOneChain([...chain.certificates, first])) {
    return [
      refused(
        secret,
        issuer,
        roots,
        `the first certificate of ca.crt (${nameOf(first)}) did not sign the chain in tls.crt`,
      ),
    ];
  }
  return roots === undefined || ignored.length === 0 ? [] : [ignoredRoots(secret, roots, ignored)];
}

function refused(manifest: Manifest, issuer: Manifest, { path }: SecretCertificates, what: string): RuleFinding {
  return {
    manifest,
    path,
    message: `${what}, so ${formatKey(issuer.key)} cannot sign with it: cert-manager wants one chain`,
    fix: 'keep the chain of the signing CA only, and put further roots into the Bundle that verifiers read',
  };
}

function ignoredRoots(manifest: Manifest, { path }: SecretCertificates, ignored: readonly Certificate[]): RuleFinding {
  return {
    manifest,
    path,
    message: `cert-manager reads the first certificate of ca.crt only and ignores ${ignored.map(nameOf).join(', ')}`,
    fix: 'put further roots into the Bundle that verifiers read',
  };
}

function nameOf({ subject }: Certificate): string {
  return describeString(subject.text);
}

/** Whether the certificates, each counted once, lie in one line in which each is signed by the next. */
function isOneChain(certificates: readonly Certificate[]): boolean {
  const distinct = certificates.filter((one, at) => certificates.findIndex((other) => isSame(one, other)) === at);
  const signerOf = (one: Certificate) => distinct.find((other) => !isSame(one, other) && isSignedBy(one, other));
  const signers = distinct.map(signerOf);
  const starts = distinct.filter((one) => !signers.some((signer) => signer !== undefined && isSame(signer, one)));
  const [start] = starts;
  return start !== undefined && starts.length === 1 && lengthFrom(start, signerOf) === distinct.length;
}

function lengthFrom(start: Certificate, signerOf: (one: Certificate) => Certificate | undefined): number {
  const seen = new Set<Certificate>();
  for (let one: Certificate | undefined = start; one !== undefined && !seen.has(one); one = signerOf(one)) {
    seen.add(one);
  }
  return seen.size;
}
