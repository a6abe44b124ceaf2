import type { Certificate, ExpectedName } from '../trust';

/** A CA that is known by where it is kept, or by who it belongs to, and not by its bytes. */
export interface NamedAuthority {
  /** Equal for the same CA. */
  readonly id: string;
  /** For messages: `the CA in Secret cert-manager/root-v1`. */
  readonly title: string;
}

/** Something whose content the manifests do not tell. */
export interface Unread {
  /** Equal as long as nothing in the manifests changes it. */
  readonly id: string;
  /** For messages: `Secret payments/ledger-tls`. */
  readonly title: string;
}

/** A CA: its certificate where the manifests hold it, else its name. */
export type Authority = Certificate | NamedAuthority;

/** What one end presents, as far as the manifests tell. */
export type PresentedMaterial =
  | { readonly type: 'chain'; readonly leaf: Certificate; readonly intermediates: readonly Certificate[] }
  | {
      /** cert-manager issues it, so that only its issuer and what was asked for are known. */
      readonly type: 'issued';
      readonly title: string;
      /** The CA that signs, then those above it. */
      readonly authorities: readonly Authority[];
      /** Extended key usages that were asked for; none mean any. */
      readonly usages: readonly string[];
      readonly dnsNames: readonly string[];
      readonly uris: readonly string[];
    }
  /** Several objects say that they are presented: each may be. */
  | { readonly type: 'several'; readonly each: readonly PresentedMaterial[] }
  /** No certificate is presented. */
  | { readonly type: 'none' }
  /** It is not there: an object that is not made yet, or no longer. */
  | { readonly type: 'missing'; readonly title: string }
  /** The manifests do not tell. */
  | ({ readonly type: 'unknown' } & Unread);

/** What one end trusts, as far as the manifests tell. */
export type TrustMaterial =
  | {
      readonly type: 'anchors';
      readonly anchors: readonly Authority[];
      /** Sources that may hold more, such as the system's roots. */
      readonly opaque: readonly Unread[];
      /**
       * At least one of these must be covered by the peer's certificate.
       * @default - no name is checked
       */
      readonly names?: readonly ExpectedName[];
    }
  /** A source is not there, or the gateway does not take it, so that nothing is accepted. */
  | { readonly type: 'unusable'; readonly reason: 'dual-trust-shape' | 'missing-object'; readonly message: string }
  /** The manifests do not tell. */
  | ({ readonly type: 'unknown' } & Unread);

/** Whether the certificate itself is known. */
export function isCertificate(authority: Authority): authority is Certificate {
  return 'fingerprint' in authority;
}

/** A text that two authorities share if one may stand for the other: by key and name, or by where they are kept. */
export function identityOfAuthority(authority: Authority): string {
  return isCertificate(authority)
    ? JSON.stringify(['key', authority.subject.canonical, authority.spkiSha256])
    : JSON.stringify(['named', authority.id]);
}

/** A text that two materials share exactly if they are the same. */
export function keyOfMaterial(material: PresentedMaterial | TrustMaterial): string {
  // Certificates are known by their fingerprint, and are long.
  return JSON.stringify(material, (_, value) => (isObject(value) && isCertificate(value) ? value.fingerprint : value));
}

/** Names an authority in a message. Names in certificates are hostile text, hence the quotes. */
export function describeAuthority(authority: Authority): string {
  return isCertificate(authority) ? `CA ${JSON.stringify(authority.subject.text)}` : authority.title;
}

function isObject(value: unknown): value is Authority {
  return typeof value === 'object' && value !== null;
}
