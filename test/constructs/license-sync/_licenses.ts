/** Licenses as Kong writes them, with nothing in them that is one. */

/** Words that stand in each of them and may never show in an output. */
export const LICENSE_WORDS = ['Example Bank Holding', 'KEY-OF-A-LICENSE-0001', 'c0ffee00c0ffee00'] as const;

export interface TestLicense {
  readonly created?: string;
  readonly expires?: string;
  readonly seats?: string;
}

export function licenseText({ created = '2026-01-01', expires = '2099-12-31', seats = '5' }: TestLicense = {}): string {
  return JSON.stringify({
    license: {
      payload: {
        admin_seats: seats,
        customer: LICENSE_WORDS[0],
        dataplanes: '1',
        license_creation_date: created,
        license_expiration_date: expires,
        license_key: LICENSE_WORDS[1],
        product_subscription: 'Kong Enterprise',
        support_plan: 'None',
      },
      signature: LICENSE_WORDS[2],
      version: '1',
    },
  });
}

/** What of a license shows in a text: its words as they stand, or in base64 at any of the three offsets. */
export function wordsShownIn(text: string): readonly string[] {
  return LICENSE_WORDS.filter((word) => text.includes(word) || base64Forms(word).some((form) => text.includes(form)));
}

function base64Forms(word: string): readonly string[] {
  return [0, 1, 2].map((offset) =>
    Buffer.from(`${' '.repeat(offset)}${word}`)
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1, -4),
  );
}
