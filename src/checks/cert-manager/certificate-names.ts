import { isIP } from 'node:net';
import { type FieldPath, isJsonObject, type JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { parseLiteralSubject, SUBJECT_KEYS } from './literal-subject';
import { isFilled, objectOf, objectsOf, rejected, type SpecProblem, textOf, textsOf, tolerated } from './spec-problem';

/** Longest common name in bytes, not characters: the upper bound of X.520 (RFC 5280, appendix A.1). */
export const MAX_COMMON_NAME = 64;

const NAME_FIELDS = ['commonName', 'dnsNames', 'uris', 'emailAddresses', 'ipAddresses', 'otherNames'] as const;

/** Says what is wrong with the names of a Certificate, its subject included. */
export function nameProblems(spec: JsonObject): readonly SpecProblem[] {
  return [
    ...missingNameProblems(spec),
    ...commonNameProblems(['commonName'], 'is', textOf(spec.commonName) ?? ''),
    ...literalSubjectProblems(spec),
    ...listProblems(
      spec,
      'dnsNames',
      whyNotDnsName,
      tolerated,
      'give the name that clients connect to, such as ledger.payments.svc.cluster.local',
    ),
    ...listProblems(
      spec,
      'uris',
      whyNotUri,
      tolerated,
      'give an absolute URI such as spiffe://example.com/ns/payments/sa/ledger',
    ),
    ...listProblems(spec, 'ipAddresses', whyNotIpAddress, rejected, 'give one address such as 10.0.0.7 or 2001:db8::7'),
    ...listProblems(
      spec,
      'emailAddresses',
      whyNotEmailAddress,
      rejected,
      'give the bare address, such as ops@example.com',
    ),
    ...otherNameProblems(spec),
    ...caSubjectProblems(spec),
  ];
}

function missingNameProblems(spec: JsonObject): readonly SpecProblem[] {
  if (NAME_FIELDS.some((field) => isFilled(spec[field])) || commonNameOf(spec) !== '') {
    return [];
  }
  const complaint = `is missing, and so are ${NAME_FIELDS.filter((field) => field !== 'dnsNames').join(', ')}; a certificate needs one name at least`;
  return [
    rejected(['dnsNames'], complaint, 'give dnsNames or uris; common names are not matched by current verifiers'),
  ];
}

function commonNameProblems(path: FieldPath, subject: string, commonName: string): readonly SpecProblem[] {
  const length = Buffer.byteLength(commonName);
  return length > MAX_COMMON_NAME
    ? [
        rejected(
          path,
          `${subject} ${length} bytes long, at most ${MAX_COMMON_NAME} are allowed`,
          'leave the common name out and put the name into dnsNames',
        ),
      ]
    : [];
}

function commonNameOf(spec: JsonObject): string {
  const attributes = parseLiteralSubject(textOf(spec.literalSubject) ?? '') ?? [];
  return textOf(spec.commonName) || (attributes.findLast((attribute) => attribute.type === 'CN')?.value ?? '');
}

function literalSubjectProblems(spec: JsonObject): readonly SpecProblem[] {
  const text = textOf(spec.literalSubject) ?? '';
  if (text === '') {
    return [];
  }
  const path = ['literalSubject'];
  const attributes = parseLiteralSubject(text);
  if (attributes === undefined) {
    const complaint = `${describeString(text)} is not a distinguished name in the form of RFC 4514`;
    return [
      rejected(
        path,
        complaint,
        'write it as in "CN=edge,OU=Gateways,O=Example", with a backslash before special characters',
      ),
    ];
  }
  const unknown = attributes.find(({ type }) => !SUBJECT_KEYS.has(type) && !/^\d/.test(type));
  return [
    ...(unknown === undefined
      ? []
      : [
          rejected(
            path,
            `has the key ${describeString(unknown.type)}, allowed are ${[...SUBJECT_KEYS].join(', ')} in upper case and object identifiers`,
            'use one of these keys',
          ),
        ]),
    ...['commonName', 'subject'].filter((field) => isSubjectFieldSet(spec, field)).map(exclusiveWithLiteralSubject),
    ...commonNameProblems(path, 'has a common name', attributes.findLast(({ type }) => type === 'CN')?.value ?? ''),
  ];
}

function isSubjectFieldSet(spec: JsonObject, field: string): boolean {
  const value = spec[field];
  return isJsonObject(value) ? Object.values(value).some(isFilled) : isFilled(value);
}

function exclusiveWithLiteralSubject(field: string): SpecProblem {
  return rejected(
    [field],
    'is set beside literalSubject, which is the whole subject',
    `move ${field} into literalSubject, or drop literalSubject`,
  );
}

type Report = (path: FieldPath, complaint: string, fix: string) => SpecProblem;

function listProblems(
  spec: JsonObject,
  field: string,
  whyNot: (text: string) => string | undefined,
  report: Report,
  fix: string,
): readonly SpecProblem[] {
  return textsOf(spec[field]).flatMap(([index, text]) => {
    const reason = whyNot(text);
    return reason === undefined ? [] : [report([field, index], `${describeString(text)} ${reason}`, fix)];
  });
}

const DNS_CHARACTERS = /^(?!-)[A-Za-z0-9_-]+$/;

/** What Go and BoringSSL match: a wildcard only as the whole first label, underscores tolerated, no final dot. */
function whyNotDnsName(name: string): string | undefined {
  if (isIP(name) !== 0) {
    return 'is an IP address, which belongs in ipAddresses';
  }
  const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
  if (name.length > 253 || labels.some((label) => label.length > 63)) {
    return 'is too long for a DNS name: 253 characters are allowed, and 63 between two dots';
  }
  return labels.every((label) => DNS_CHARACTERS.test(label))
    ? undefined
    : 'is not a DNS name: labels of letters, digits and "-" are allowed, and "*" as the whole first label';
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;
const SPIFFE_ID = /^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*$/;

/** @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md */
function whyNotUri(uri: string): string | undefined {
  if (!URI.test(uri)) {
    return 'is not an absolute URI: a scheme, then ASCII without blanks, other characters percent-encoded';
  }
  if (/^[^:]+:\/\/(?:[/?#]|$)/.test(uri)) {
    return 'has no authority between "//" and the path';
  }
  const isSpiffe = /^spiffe:/i.test(uri);
  return isSpiffe && !SPIFFE_ID.test(uri)
    ? 'is not a SPIFFE ID: spiffe://, a lower-case trust domain, and path segments without query, fragment or port'
    : undefined;
}

/** A zone as in `fe80::1%eth0` has no place in a certificate, though Node takes it for a part of the address. */
function whyNotIpAddress(address: string): string | undefined {
  return isIP(address) === 0 || address.includes('%') ? 'is not an IP address' : undefined;
}

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

function whyNotEmailAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const isGood =
    at > 0 && LOCAL_PART.test(address.slice(0, at)) && !domain.includes('*') && whyNotDnsName(domain) === undefined;
  return isGood ? undefined : 'is not a bare email address';
}

const OBJECT_IDENTIFIER = /^[0-2](?:\.(?:0|[1-9]\d{0,9}))+$/;

function otherNameProblems(spec: JsonObject): readonly SpecProblem[] {
  return objectsOf(spec.otherNames).flatMap(([index, name]) => {
    const path = ['otherNames', index];
    const oid = textOf(name.oid) ?? '';
    const value = textOf(name.utf8Value) ?? '';
    return [
      ...(OBJECT_IDENTIFIER.test(oid)
        ? []
        : [
            rejected(
              [...path, 'oid'],
              `${describeString(oid)} is not an object identifier`,
              'write numbers and dots, such as 1.3.6.1.4.1.311.20.2.3',
            ),
          ]),
      ...(value !== '' && value.isWellFormed()
        ? []
        : [rejected([...path, 'utf8Value'], 'is empty or not valid UTF-8', 'give the name as text')]),
    ];
  });
}

/** RFC 5280, 4.1.2.6: a CA has a subject. Without one its leaves carry no key identifiers and OpenSSL refuses them. */
function caSubjectProblems(spec: JsonObject): readonly SpecProblem[] {
  const hasSubject =
    isFilled(spec.literalSubject) || isFilled(spec.commonName) || Object.values(objectOf(spec.subject)).some(isFilled);
  return spec.isCA === true && !hasSubject
    ? [
        tolerated(
          ['commonName'],
          'is missing, and so are subject and literalSubject; a CA without a subject issues leaves that OpenSSL refuses',
          'give the CA a common name of its own, such as payments-root-2026',
          'cert-manager/leaf-dn-equals-ca',
        ),
      ]
    : [];
}
