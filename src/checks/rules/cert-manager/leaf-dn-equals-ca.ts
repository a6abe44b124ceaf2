import { fieldAt } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { certificatesUnder } from './_secret-pem';
import { type AskedSubject, formatSubject, isSameSubject, subjectOf } from './_subject';

/** Leaves that have the name of their CA, and CAs that have the name of the one above them. */
export const leafDnEqualsCa: Rule<CheckContext> = {
  id: 'cert-manager/leaf-dn-equals-ca',
  severity: 'error',
  title: 'A certificate has the same subject as the CA that signs it',
  why:
    'Then cert-manager writes no authority key identifier, and the certificate looks signed by itself: OpenSSL refuses it ' +
    '(self-signed certificate), while Go accepts it. Two empty subjects are the same subject too.',
  fix: 'Give the CA and the certificate different common names.',
  check(context) {
    const { certificates } = context.graph;
    const signed = certificates.all().flatMap((leaf) => {
      const secret = certificates.signingSecretOf(leaf);
      return secret === undefined ? [] : [{ leaf, secret }];
    });
    return signed.length === 0
      ? notApplicable('no certificate is signed by a CA issuer of the set')
      : resultOf(signed.flatMap(({ leaf, secret }) => sameName(leaf, secret, context)));
  },
};

function sameName(leaf: Manifest, secret: ObjectReference, context: CheckContext): readonly RuleFinding[] {
  const subject = subjectOf(leaf);
  const authority = subject && authorityOf(leaf, subject, secret, context);
  if (subject === undefined || authority === undefined) {
    return [];
  }
  const path = fieldAt(leaf.body, 'spec', 'literalSubject') === undefined ? 'commonName' : 'literalSubject';
  return [
    {
      manifest: leaf,
      path: ['spec', path],
      message: `the subject (${describeSubject(subject)}) is also that of ${authority}, which signs it: OpenSSL takes the certificate for self-signed and refuses it`,
      fix: 'give the two different common names',
    },
  ];
}

function describeSubject(subject: AskedSubject): string {
  const text = formatSubject(subject);
  return subject.attributes.length === 0 ? text : describeString(text).replace(/^"|"$/g, '');
}

/** The CA that signs with a Secret, if it has that subject: by its Certificate, else by the Secret's content. */
function authorityOf(
  certificate: Manifest,
  subject: AskedSubject,
  secret: ObjectReference,
  { graph }: CheckContext,
): string | undefined {
  const authorities = graph.certificates.writtenTo(secret);
  const same = authorities.find((authority) => {
    const other = subjectOf(authority);
    return authority !== certificate && other !== undefined && isSameSubject(subject, other);
  });
  if (authorities.length > 0) {
    return same && formatKey(same.key);
  }
  const manifest = graph.index.find(secret);
  const authority = manifest && certificatesUnder(manifest, 'tls.crt')?.certificates[0];
  return authority !== undefined && hasSubject(authority.subject.text, subject)
    ? `the CA in ${formatReference(secret)}`
    : undefined;
}

/** Compares with a written name only what has one way of being written. */
function hasSubject(text: string, { attributes }: AskedSubject): boolean {
  const [only, ...others] = attributes;
  if (only === undefined) {
    return text === '';
  }
  return others.length === 0 && /^[A-Za-z0-9 ._-]+$/.test(only.value) && text === `${only.type}=${only.value}`;
}
