import type { FieldPath, Manifest } from '../../manifests/manifest';

/** The field that says something. */
export interface SettingOrigin {
  readonly manifest: Manifest;
  readonly path: FieldPath;
}

/** What holds, and what was laid over. */
export interface EffectiveSetting {
  readonly value: string;
  readonly origin: SettingOrigin;
  /**
   * What the Service itself says, where the policy says otherwise.
   * @default - it says the same, or nothing
   */
  readonly replaced?: { readonly value: string; readonly origin: SettingOrigin };
}
