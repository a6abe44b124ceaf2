/**
 * What a certificate may be used for, by cert-manager's words.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.KeyUsage
 */
export enum CertificateUsage {
  /** Key usage digitalSignature, by an older name. */
  SIGNING = 'signing',
  DIGITAL_SIGNATURE = 'digital signature',
  CONTENT_COMMITMENT = 'content commitment',
  KEY_ENCIPHERMENT = 'key encipherment',
  KEY_AGREEMENT = 'key agreement',
  DATA_ENCIPHERMENT = 'data encipherment',
  CERT_SIGN = 'cert sign',
  CRL_SIGN = 'crl sign',
  ENCIPHER_ONLY = 'encipher only',
  DECIPHER_ONLY = 'decipher only',
  /** Extended key usage for any purpose. */
  ANY = 'any',
  /** For a backend: it presents the certificate as a server. */
  SERVER_AUTH = 'server auth',
  /** For a gateway: it presents the certificate as a client. */
  CLIENT_AUTH = 'client auth',
  CODE_SIGNING = 'code signing',
  EMAIL_PROTECTION = 'email protection',
  S_MIME = 's/mime',
  IPSEC_END_SYSTEM = 'ipsec end system',
  IPSEC_TUNNEL = 'ipsec tunnel',
  IPSEC_USER = 'ipsec user',
  TIMESTAMPING = 'timestamping',
  OCSP_SIGNING = 'ocsp signing',
  MICROSOFT_SGC = 'microsoft sgc',
  NETSCAPE_SGC = 'netscape sgc',
}
