import type { JsonObject } from '../../manifests/manifest';
import { numberOf, objectOf, rejected, type SpecProblem, textOf, textsOf, tolerated } from './spec-problem';

const MIN_RSA_SIZE = 2048;
const MAX_RSA_SIZE = 8192;
const ECDSA_SIZES: readonly number[] = [256, 384, 521];

const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  RSA: ['SHA256WithRSA', 'SHA384WithRSA', 'SHA512WithRSA'],
  ECDSA: ['ECDSAWithSHA256', 'ECDSAWithSHA384', 'ECDSAWithSHA512'],
  Ed25519: ['PureEd25519'],
};

/** Usages that become an extended key usage; the others become bits of the key usage. */
export const EXTENDED_USAGES: ReadonlySet<string> = new Set([
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
]);

/** Says what is wrong with the key of a Certificate, its signature and its usages. */
export function keyProblems(spec: JsonObject): readonly SpecProblem[] {
  const privateKey = objectOf(spec.privateKey);
  const algorithm = textOf(privateKey.algorithm) || 'RSA';
  return [
    ...sizeProblems(algorithm, numberOf(privateKey.size)),
    ...encodingProblems(algorithm, textOf(privateKey.encoding)),
    ...signatureProblems(algorithm, textOf(spec.signatureAlgorithm) ?? ''),
    ...usageProblems(spec),
  ];
}

function sizeProblems(algorithm: string, size: number | undefined): readonly SpecProblem[] {
  const path = ['privateKey', 'size'];
  if (size === undefined) {
    return [];
  }
  if (algorithm === 'Ed25519') {
    return [tolerated(path, `${size} is ignored for Ed25519, whose keys have one size`, 'drop the size')];
  }
  if (algorithm === 'ECDSA' && !ECDSA_SIZES.includes(size)) {
    return [
      report(size)(
        path,
        `${size} is not allowed for ECDSA, allowed are ${ECDSA_SIZES.join(', ')}`,
        'use 256 unless a policy asks for more',
      ),
    ];
  }
  if (algorithm === 'RSA' && !(Number.isInteger(size) && size >= MIN_RSA_SIZE && size <= MAX_RSA_SIZE)) {
    return [
      report(size)(
        path,
        `${size} is not allowed for RSA, allowed are ${MIN_RSA_SIZE} to ${MAX_RSA_SIZE}`,
        'use 2048, 4096 or 8192',
      ),
    ];
  }
  return [];
}

/** The webhook looks at sizes above 0 only; the others fall back to the default. */
function report(size: number): typeof rejected {
  return size > 0 ? rejected : tolerated;
}

function encodingProblems(algorithm: string, encoding: string | undefined): readonly SpecProblem[] {
  return algorithm === 'Ed25519' && encoding === 'PKCS1'
    ? [
        tolerated(
          ['privateKey', 'encoding'],
          'PKCS1 is ignored for Ed25519, whose keys are written as PKCS8',
          'use PKCS8',
        ),
      ]
    : [];
}

function signatureProblems(algorithm: string, signature: string): readonly SpecProblem[] {
  const allowed = SIGNATURES[algorithm] ?? [];
  return signature === '' || allowed.length === 0 || allowed.includes(signature)
    ? []
    : [
        rejected(
          ['signatureAlgorithm'],
          `${signature} does not fit a key of algorithm ${algorithm}, allowed are ${allowed.join(', ')}`,
          'use one of these, or leave it out',
        ),
      ];
}

function usageProblems(spec: JsonObject): readonly SpecProblem[] {
  const usages = textsOf(spec.usages).map(([, usage]) => usage);
  return spec.isCA === true || usages.some((usage) => EXTENDED_USAGES.has(usage))
    ? []
    : [
        tolerated(
          ['usages'],
          'has no extended key usage, so the certificate passes as a client and as a server alike',
          'state "client auth" for a gateway, "server auth" for a backend',
          'cert-manager/no-eku',
        ),
      ];
}
