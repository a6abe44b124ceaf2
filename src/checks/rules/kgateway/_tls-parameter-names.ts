/**
 * Names that BoringSSL, the TLS library of Envoy, takes. A name that is not here may still be one of a newer release.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto
 */
export const TLS_PARAMETER_NAMES: Readonly<
  Record<'cipherSuites' | 'ecdhCurves' | 'signatureAlgorithms', readonly string[]>
> = {
  cipherSuites: [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-PSK-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-RSA-AES128-SHA',
    'ECDHE-RSA-AES128-SHA256',
    'ECDHE-PSK-AES128-CBC-SHA',
    'ECDHE-ECDSA-AES256-SHA',
    'ECDHE-RSA-AES256-SHA',
    'ECDHE-PSK-AES256-CBC-SHA',
    'AES128-GCM-SHA256',
    'AES256-GCM-SHA384',
    'AES128-SHA',
    'AES256-SHA',
    'PSK-AES128-CBC-SHA',
    'PSK-AES256-CBC-SHA',
    'DES-CBC3-SHA',
  ],
  ecdhCurves: [
    'X25519MLKEM768',
    'X25519',
    'x25519',
    'P-256',
    'prime256v1',
    'P-384',
    'secp384r1',
    'P-521',
    'secp521r1',
    'P-224',
    'secp224r1',
  ],
  signatureAlgorithms: [
    'ecdsa_secp256r1_sha256',
    'ecdsa_secp384r1_sha384',
    'ecdsa_secp521r1_sha512',
    'rsa_pss_rsae_sha256',
    'rsa_pss_rsae_sha384',
    'rsa_pss_rsae_sha512',
    'rsa_pkcs1_sha256',
    'rsa_pkcs1_sha384',
    'rsa_pkcs1_sha512',
    'ed25519',
    'rsa_pkcs1_sha1',
    'ecdsa_sha1',
  ],
};
