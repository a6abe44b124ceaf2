import type { AttributeTypeAndValue, Name } from '@peculiar/asn1-x509';
import { encode, hex } from './asn1';

/** The name of a subject or an issuer. */
export interface DistinguishedName {
  /** For people, the most specific part first as RFC 4514 has it: `CN=ledger,O=Example`. */
  readonly text: string;
  /**
   * Equal for two names that RFC 5280 section 7.1 takes for the same: letter case (ASCII) and extra blanks do not
   * count. Not for people.
   */
  readonly canonical: string;
  /** The encoded bytes in hexadecimal; Go compares these, so that letter case and string type do count there. */
  readonly der: string;
  /** The common names, as written. They do not identify a server; only name constraints look at them. */
  readonly commonNames: readonly string[];
}

// RFC 4514 section 3, and the email address that RFC 5280 section 4.1.2.6 deprecates.
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

const COMMON_NAME = '2.5.4.3';
const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

/** Reads a decoded name. */
export function distinguishedName(name: Name): DistinguishedName {
  const text = [...name]
    .reverse()
    .map((rdn) =>
      rdn.map((attribute) => `${shortName(attribute)}=${escapeValue(attribute.value.toString())}`).join('+'),
    )
    .join(',');
  const canonical = name.map((rdn) => rdn.map((attribute) => [attribute.type, canonicalValue(attribute)]).sort(byText));
  return {
    text,
    canonical: JSON.stringify(canonical),
    der: hex(encode(name)),
    commonNames: valuesOf(name, COMMON_NAME),
  };
}

/** The email addresses in a name; name constraints on email addresses cover them too. */
export function emailAddresses(name: Name): string[] {
  return valuesOf(name, EMAIL_ADDRESS);
}

/** Whether `name` is `base` or lies below it, both in their canonical form. */
export function isWithin(name: string, base: string): boolean {
  const parts: unknown[] = JSON.parse(name);
  const baseParts: unknown[] = JSON.parse(base);
  return baseParts.every((part, index) => JSON.stringify(part) === JSON.stringify(parts[index]));
}

function valuesOf(name: Name, type: string): string[] {
  return Array.from(name, (rdn) => Array.from(rdn))
    .flat()
    .filter((attribute) => attribute.type === type)
    .map((attribute) => attribute.value.toString());
}

function shortName(attribute: AttributeTypeAndValue): string {
  return SHORT_NAMES[attribute.type] ?? attribute.type;
}

function canonicalValue(attribute: AttributeTypeAndValue): string {
  const value = attribute.value;
  if (value.anyValue !== undefined) {
    return `#${hex(value.anyValue)}`;
  }
  const trimmed = value
    .toString()
    .replaceAll(/[ \t\n\v\f\r]+/g, ' ')
    .trim();
  return trimmed.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function escapeValue(value: string): string {
  return value.replaceAll(/[,+"\\<>;\n\r\0]/g, (character) =>
    character < ' ' ? `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}` : `\\${character}`,
  );
}

function byText(left: readonly unknown[], right: readonly unknown[]): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : Number(a > b);
}
