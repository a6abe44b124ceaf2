import { Refusal } from '../gateways/refusal';
import { requireObjectName } from './_object-name';

/** A folder of a plugin's code that needs a ConfigMap or Secret of its own, such as `migrations`. */
export interface KongPluginSubdirectory {
  /** Name of the ConfigMap or Secret. */
  readonly name: string;
  /** Name of the folder. */
  readonly path: string;
}

/** What a plugin's code is in, beside its main folder. */
export interface KongPluginCodeOptions {
  /** @default - the code has no subfolders */
  readonly subdirectories?: readonly KongPluginSubdirectory[];
}

/** What Kong Operator needs to fetch a plugin's image. */
export interface KongPluginImageOptions {
  /**
   * Name of the Secret with the credentials of the registry.
   * @default - the image is public
   */
  readonly imagePullSecretName?: string;
}

/** How the code of a plugin that is not bundled comes to Kong Gateway. */
export type KongPluginCode =
  | {
      readonly from: 'ConfigMap' | 'Secret';
      readonly name: string;
      readonly subdirectories: readonly KongPluginSubdirectory[];
    }
  | { readonly from: 'image'; readonly image: string; readonly imagePullSecretName?: string }
  | { readonly from: 'gateway-image' };

/** An image by digest, as in `registry.example.com/kong/stamp@sha256:...`: a tag can be pointed at other code. */
const PINNED_IMAGE = /^[a-z0-9][a-z0-9.:/_-]{0,400}(?::[A-Za-z0-9_.-]{1,128})?@sha256:[0-9a-f]{64}$/;

/**
 * How a plugin that is not bundled is installed. Without its code Kong Gateway does not start where it is told to load it, and
 * refuses configuration that names it where it is not.
 *
 * @see https://developer.konghq.com/custom-plugins/
 */
export class KongPluginInstallation {
  /**
   * Mounted from a ConfigMap by Kong's Helm charts: see `kongPluginHelmValues`.
   * @throws Refusal if a name is none of a ConfigMap
   */
  static configMap(name: string, options: KongPluginCodeOptions = {}): KongPluginInstallation {
    return KongPluginInstallation.mounted('ConfigMap', name, options);
  }

  /**
   * Mounted from a Secret by Kong's Helm charts: see `kongPluginHelmValues`.
   * @throws Refusal if a name is none of a Secret
   */
  static secret(name: string, options: KongPluginCodeOptions = {}): KongPluginInstallation {
    return KongPluginInstallation.mounted('Secret', name, options);
  }

  /**
   * An OCI image that Kong Operator fetches: the construct writes the KongPluginInstallation, and `pluginsToInstall` of
   * the DataPlane must name it.
   *
   * @param image with its digest
   * @throws Refusal if the image has no digest
   */
  static image(image: string, options: KongPluginImageOptions = {}): KongPluginInstallation {
    if (!PINNED_IMAGE.test(image)) {
      throw new Refusal({
        rule: 'plugins/custom-not-installed',
        message: 'the image of a plugin is not an image name with a sha256 digest',
        fix: 'give it as registry.example.com/name@sha256:... with the digest of the image you reviewed',
      });
    }
    if (options.imagePullSecretName !== undefined) {
      requireObjectName('Secret', options.imagePullSecretName);
    }
    return new KongPluginInstallation({ from: 'image', image, ...options });
  }

  /** Part of the image of Kong Gateway itself, which you built: it must only be loaded. */
  static gatewayImage(): KongPluginInstallation {
    return new KongPluginInstallation({ from: 'gateway-image' });
  }

  private static mounted(
    from: 'ConfigMap' | 'Secret',
    name: string,
    { subdirectories = [] }: KongPluginCodeOptions,
  ): KongPluginInstallation {
    for (const object of [name, ...subdirectories.map((one) => one.name)]) {
      requireObjectName(from, object);
    }
    return new KongPluginInstallation({ from, name, subdirectories });
  }

  private constructor(readonly code: KongPluginCode) {}
}
