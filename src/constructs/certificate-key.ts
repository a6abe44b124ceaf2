/** @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.PrivateKeyAlgorithm */
export enum PrivateKeyAlgorithm {
  RSA = 'RSA',
  ECDSA = 'ECDSA',
  ED25519 = 'Ed25519',
}

/** How the key is written into the Secret. */
export enum PrivateKeyEncoding {
  PKCS1 = 'PKCS1',
  PKCS8 = 'PKCS8',
}

/** Whether a renewal makes a new key. */
export enum PrivateKeyRotationPolicy {
  /** Keeps the key: what trusted the old certificate of a CA trusts the new one. */
  NEVER = 'Never',
  /** Makes a new key, so that a stolen one is worth nothing after the next renewal. */
  ALWAYS = 'Always',
}

/** Signs the request; an issuer may sign the certificate by another. */
export enum SignatureAlgorithm {
  SHA256_WITH_RSA = 'SHA256WithRSA',
  SHA384_WITH_RSA = 'SHA384WithRSA',
  SHA512_WITH_RSA = 'SHA512WithRSA',
  ECDSA_WITH_SHA256 = 'ECDSAWithSHA256',
  ECDSA_WITH_SHA384 = 'ECDSAWithSHA384',
  ECDSA_WITH_SHA512 = 'ECDSAWithSHA512',
  PURE_ED25519 = 'PureEd25519',
}
