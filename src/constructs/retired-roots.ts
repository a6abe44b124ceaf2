import { Refusal } from '../gateways/refusal';
import { type TrustAnchors, trustIntent } from './trust-anchors';

/** Roots that nobody may trust any longer from an instant on, as at the end of a rotation. */
export interface RetiredRoots {
  /** The old roots: `TrustAnchors.pem(...)`. */
  readonly roots: TrustAnchors;
  /** From when on they must be gone. */
  readonly by: Date;
}

/** A root that must be gone, as x509-certificate-exporter shows it. */
export interface RetiredRoot {
  /** In decimal. */
  readonly serialNumber: string;
  /** Common name of its subject; undefined if it has none. */
  readonly commonName?: string;
  /** For people: the whole subject. */
  readonly subject: string;
  /** In Unix seconds. */
  readonly by: number;
}

/** @throws Refusal if the date is none, or the roots are not known by their certificates */
export function readRetiredRoots({ roots, by }: RetiredRoots): readonly RetiredRoot[] {
  const instant = by.getTime();
  if (Number.isNaN(instant)) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: 'the instant by which old roots must be gone is no date',
      fix: "give a date: new Date('2027-01-31T00:00:00Z')",
    });
  }
  const { certificates, references, system } = trustIntent(roots);
  if (system || references.length > 0) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: 'old roots are given by reference, so that it is not known which certificates must be gone',
      fix: 'give the certificates themselves: TrustAnchors.pem(...)',
    });
  }
  return certificates.map(({ serialNumber, subject }) => ({
    serialNumber: BigInt(`0x${serialNumber}`).toString(),
    // Of several the exporter, as all programs in Go, takes the last.
    commonName: subject.commonNames.at(-1),
    subject: subject.text,
    by: Math.floor(instant / 1_000),
  }));
}
