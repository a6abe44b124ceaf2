/** One key of a Secret, by name: what is in it never passes through this library. */
export interface ISecretKeyRef {
  /** Name of the Secret. */
  readonly name: string;
  /** @default - the key that the field's reader takes for granted */
  readonly key?: string;
}
