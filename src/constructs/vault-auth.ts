import type { JsonObject } from '../manifests/manifest';
import type { ISecretKeyRef } from './secret-key-ref';

/** Login by AppRole. */
export interface VaultAppRoleOptions {
  /** Mount path of the auth method, as in `approle`. */
  readonly path: string;
  /** Names the role; it is no secret by itself. */
  readonly roleId: string;
  /** Secret with the secret id. */
  readonly secretRef: ISecretKeyRef;
}

/** Login by a ServiceAccount token of Kubernetes. */
export interface VaultKubernetesOptions {
  /** Vault role to log in as. */
  readonly role: string;
  /** @default '/v1/auth/kubernetes' */
  readonly mountPath?: string;
  /**
   * ServiceAccount that cert-manager asks a short-lived token for. This or `secretRef`.
   * @default - the token comes from `secretRef`
   */
  readonly serviceAccountName?: string;
  /**
   * Further audiences of the token, beside the one that cert-manager derives from the issuer.
   * @default - none
   */
  readonly audiences?: readonly string[];
  /**
   * Secret with a long-lived token. This or `serviceAccountName`, which is the safer one.
   * @default - the token comes from `serviceAccountName`
   */
  readonly secretRef?: ISecretKeyRef;
}

/** Login by a TLS client certificate. */
export interface VaultClientCertificateOptions {
  /**
   * Secret of type `kubernetes.io/tls`.
   * @default - the client certificate of the connection to Vault
   */
  readonly secretName?: string;
  /**
   * Certificate role of Vault.
   * @default - Vault tries all of them
   */
  readonly name?: string;
  /** @default '/v1/auth/cert' */
  readonly mountPath?: string;
}

/** Login by AWS IAM; cert-manager 1.21 and later. */
export interface VaultAwsOptions {
  /** Vault role to log in as. */
  readonly role: string;
  /** @default '/v1/auth/aws' */
  readonly mountPath?: string;
  /** @default - the region of cert-manager's environment */
  readonly region?: string;
  /**
   * ServiceAccount whose token is exchanged for credentials of `iamRoleArn`.
   * @default - the credentials of cert-manager's environment
   */
  readonly serviceAccountName?: string;
  /**
   * AWS role to assume; needed with `serviceAccountName`.
   * @default - none is assumed
   */
  readonly iamRoleArn?: string;
  /**
   * Value of the header that ties the login to one Vault server.
   * @default - the header is not sent
   */
  readonly vaultHeaderValue?: string;
}

/** How cert-manager logs in to Vault: one of the methods that its API has, with secrets by reference only. */
export class VaultAuth {
  /** Secret with a Vault token. */
  static token(secretRef: ISecretKeyRef): VaultAuth {
    return new VaultAuth({ tokenSecretRef: { ...secretRef } });
  }

  static appRole(options: VaultAppRoleOptions): VaultAuth {
    return new VaultAuth({ appRole: { ...options, secretRef: { ...options.secretRef } } });
  }

  static kubernetes(options: VaultKubernetesOptions): VaultAuth {
    const { role, mountPath, serviceAccountName: name, audiences, secretRef } = options;
    return new VaultAuth({
      kubernetes: {
        role,
        mountPath,
        serviceAccountRef: name === undefined ? undefined : { name, audiences },
        secretRef: secretRef === undefined ? undefined : { ...secretRef },
      },
    });
  }

  static clientCertificate(options: VaultClientCertificateOptions = {}): VaultAuth {
    return new VaultAuth({ clientCertificate: { ...options } });
  }

  static aws(options: VaultAwsOptions): VaultAuth {
    const { serviceAccountName: name, ...rest } = options;
    return new VaultAuth({ aws: { ...rest, serviceAccountRef: name === undefined ? undefined : { name } } });
  }

  private constructor(
    /** @internal */
    readonly spec: JsonObject,
  ) {}
}
