import type { JsonValue } from '../../../../src/manifests/manifest';

/** A value that a rule rejects and the generator does not find. */
export interface Witness {
  readonly rule: string;
  readonly rejects: readonly [value: JsonValue, oldValue: JsonValue | undefined];
  /** Why the generator does not find it. */
  readonly why: string;
  /** Whether the rule can reject by a run-time error only. */
  readonly byErrorOnly?: boolean;
}

export const WITNESSES: readonly Witness[] = [
  {
    rule: '(self >= 1 && self <= 4294967295) || self.size() > 0',
    rejects: [0, undefined],
    why: 'one side is for integers and the other for strings, so that a value which neither accepts is always an error',
    byErrorOnly: true,
  },
  {
    rule: 'self.all(key, size(self[key]) <= 4096)',
    rejects: [{ note: 'a'.repeat(4_097) }, undefined],
    why: 'generated texts are shorter',
  },
  {
    rule: "self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'",
    rejects: [{ type: 'Glob', value: '/' }, undefined],
    why: 'the enum of the field allows no other value',
  },
  {
    rule: 'self.from == oldSelf.from',
    rejects: [{ from: 'konnect' }, { from: 'mirror' }],
    why: 'the enum of the field allows one value only',
  },
];
