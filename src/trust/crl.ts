import { constants, verify as verifySignature } from 'node:crypto';
import type { Extension } from '@peculiar/asn1-x509';
import { decode, decodeLarge, encode, hex, hexInteger, loadX509 } from './asn1';
import type { Certificate } from './certificate';
import { type DistinguishedName, distinguishedName } from './distinguished-name';
import { publicKey } from './issuance';
import { isOneDerSequence, readPem } from './pem';
import { PemError } from './pem-problem';
import { couldBeMadeBy, type SignatureAlgorithm, signatureAlgorithm } from './signature-algorithm';

/** A certificate revocation list: an immutable value. */
export interface Crl {
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  /** @default - the list names no end of its validity */
  readonly nextUpdate?: Date;
  /** The serial numbers of revoked certificates, as `Certificate.serialNumber` has them. */
  readonly revoked: ReadonlySet<string>;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /**
   * The key that signed the list, in hexadecimal.
   * @default - the list does not say
   */
  readonly authorityKeyId?: string;
  /** The signed part of the list. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
}

/** Bytes that are no complete revocation list. */
export class CrlError extends Error {
  override readonly name = 'CrlError';
}

const REASON_CODE = '2.5.29.21';
const AUTHORITY_KEY_ID = '2.5.29.35';
const REMOVE_FROM_CRL = 8;

/**
 * Reads the revocation lists of a PEM text.
 *
 * @throws PemError if anything in the text would be passed over or refused by some reader
 * @throws CrlError if a block is no revocation list, or one of a partial kind (delta, indirect, for some reasons only)
 */
export function parseCrls(pem: string): readonly Crl[] {
  const { blocks, problems } = readPem(pem, { labels: ['X509 CRL'] });
  if (problems.length > 0) {
    throw new PemError(problems);
  }
  return blocks.map((block) => parseCrl(block.der));
}

/**
 * Reads one revocation list from its DER bytes.
 *
 * @throws CrlError if the bytes are no revocation list, or one of a partial kind (delta, indirect, for some reasons only)
 */
export function parseCrl(der: Uint8Array): Crl {
  if (!isOneDerSequence(der)) {
    throw new CrlError('not a revocation list: the bytes are not exactly one DER sequence');
  }
  try {
    return readCrl(der);
  } catch (error) {
    throw new CrlError(`not a usable revocation list: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Whether the key of `issuer` signed the list, under its name, and may do so. */
export function isCrlOf(crl: Crl, issuer: Certificate): boolean {
  const isNamed = crl.issuer.canonical === issuer.subject.canonical;
  const maySign = issuer.keyUsage?.includes('cRLSign') ?? true;
  return (
    isNamed && maySign && couldBeMadeBy(crl.signatureAlgorithm, issuer.publicKey.type) && hasSignatureOf(crl, issuer)
  );
}

function readCrl(der: Uint8Array): Crl {
  const { CertificateList } = loadX509();
  const { tbsCertList, tbsCertListRaw, signatureAlgorithm: algorithm, signature } = decodeLarge(der, CertificateList);
  const extensions = Array.from(tbsCertList.crlExtensions ?? []);
  // Critical extensions make a list partial: delta lists and issuing distribution points.
  const critical = extensions.find((extension) => extension.critical);
  if (critical !== undefined) {
    throw new Error(`it has the critical extension ${critical.extnID}; only complete lists can be read`);
  }
  return {
    issuer: distinguishedName(tbsCertList.issuer),
    thisUpdate: tbsCertList.thisUpdate.getTime(),
    nextUpdate: tbsCertList.nextUpdate?.getTime(),
    revoked: new Set(
      (tbsCertList.revokedCertificates ?? [])
        .filter((entry) => !isRemoved(entry.crlEntryExtensions ?? []))
        .map((entry) => hexInteger(entry.userCertificate)),
    ),
    signatureAlgorithm: signatureAlgorithm(algorithm),
    authorityKeyId: readAuthorityKeyId(extensions),
    signedBytes: new Uint8Array(tbsCertListRaw ?? encode(tbsCertList)),
    signature: new Uint8Array(signature),
  };
}

function isRemoved(extensions: readonly Extension[]): boolean {
  const reason = extensions.find((extension) => extension.extnID === REASON_CODE);
  return reason !== undefined && decode(reason.extnValue.buffer, loadX509().CRLReason).reason === REMOVE_FROM_CRL;
}

function readAuthorityKeyId(extensions: readonly Extension[]): string | undefined {
  const extension = extensions.find((candidate) => candidate.extnID === AUTHORITY_KEY_ID);
  if (extension === undefined) {
    return undefined;
  }
  const { keyIdentifier } = decode(extension.extnValue.buffer, loadX509().AuthorityKeyIdentifier);
  return keyIdentifier === undefined ? undefined : hex(keyIdentifier.buffer);
}

function hasSignatureOf(crl: Crl, issuer: Certificate): boolean {
  const { hash, key } = crl.signatureAlgorithm;
  if (key === 'rsa-pss') {
    const options = { key: publicKey(issuer), padding: constants.RSA_PKCS1_PSS_PADDING };
    return verifySignature(hash, crl.signedBytes, options, crl.signature);
  }
  return verifySignature(hash, crl.signedBytes, publicKey(issuer), crl.signature);
}
