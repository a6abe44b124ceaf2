import type { GeneralName } from '@peculiar/asn1-x509';
import { distinguishedName } from './distinguished-name';

/** The kinds of names that a certificate or a name constraint holds. */
export type NameType = 'directory' | 'dns' | 'email' | 'ip' | 'other' | 'uri';

/** One name of a certificate, or the base of one name constraint. */
export interface TypedName {
  readonly type: NameType;
  /** As written; a directory name in its canonical form, an IP range as address, slash and prefix length. */
  readonly value: string;
}

/** Reads one decoded name. */
export function typedName(name: GeneralName): TypedName {
  if (name.dNSName !== undefined) {
    return { type: 'dns', value: name.dNSName };
  }
  if (name.uniformResourceIdentifier !== undefined) {
    return { type: 'uri', value: name.uniformResourceIdentifier };
  }
  if (name.iPAddress !== undefined) {
    return { type: 'ip', value: name.iPAddress };
  }
  if (name.rfc822Name !== undefined) {
    return { type: 'email', value: name.rfc822Name };
  }
  if (name.directoryName !== undefined) {
    return { type: 'directory', value: distinguishedName(name.directoryName).canonical };
  }
  return { type: 'other', value: '' };
}
