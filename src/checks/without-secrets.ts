import type { FieldPath, Manifest, ManifestSet, ObjectKey } from '../manifests/manifest';
import type { RuleFinding } from '../manifests/rule';
import { type Leak, leaksIn } from './rules/secrets/_leaks';
import { secretsIn } from './rules/secrets/_secret-text';

/**
 * The text, unless it holds a private key, a license or a token: findings end up in logs and in pull requests, and a
 * rule that names an object or quotes a value cannot know what somebody wrote there.
 */
export function withoutSecrets(text: string): string {
  const [secret] = secretsIn(text);
  return secret === undefined ? text : notShown(secret.what);
}

/** The key of an object, which a secret may be part of by mistake. */
export function keyWithoutSecrets(key: ObjectKey): ObjectKey {
  const { namespace } = key;
  return {
    ...key,
    name: withoutSecrets(key.name),
    ...(namespace === undefined ? {} : { namespace: withoutSecrets(namespace) }),
  };
}

/** Rules whose very matter is in such fields: they say where a secret is, or when a license ends, and quote nothing. */
const SPEAKS_OF_SECRETS = /^(?:secrets|license)\//;

/** Leaks of one object that a finding is compared with. */
const MAX_COMPARED = 100;

/** Keeps findings of other rules from quoting, whole or in pieces, the fields in which `secrets/` rules find something. */
export class SecretFields {
  private readonly leaks = new Map<Manifest, Leak[]>();

  constructor(set: ManifestSet) {
    for (const leak of leaksIn(set)) {
      const known = this.leaks.get(leak.manifest);
      if (known === undefined) {
        this.leaks.set(leak.manifest, [leak]);
      } else {
        known.push(leak);
      }
    }
  }

  /** The finding, without the texts where they may quote a secret. */
  withoutSecrets(found: RuleFinding, rule: string): RuleFinding {
    const leak = SPEAKS_OF_SECRETS.test(rule) ? undefined : this.leakAt(found);
    return {
      ...found,
      message: leak === undefined ? withoutSecrets(found.message) : notShown(leak.what),
      fix: leak === undefined ? withoutSecrets(found.fix) : 'see what the rule is about, and take the secret out',
    };
  }

  /** A finding on an object or a list may speak of what is in it. */
  private leakAt({ manifest, path }: RuleFinding): Leak | undefined {
    const leaks = manifest === undefined ? [] : (this.leaks.get(manifest) ?? []);
    // With so many, comparing each finding with each of them would take too long, and no finding is worth it.
    if (leaks.length > MAX_COMPARED) {
      return leaks[0];
    }
    return leaks.find((leak) => isWithin(leak.path, path) || isWithin(path, leak.path));
  }
}

function isWithin(path: FieldPath, parent: FieldPath): boolean {
  return parent.length > 0 && parent.every((step, index) => path[index] === step);
}

function notShown(what: string): string {
  return `(not shown, since it holds ${what})`;
}
