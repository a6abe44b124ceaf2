import type { GatewayImplementation } from '../gateways/gateway-implementation';
import { requireObjectName } from './_object-name';
import type { CertificateUsage } from './certificate-usage';

/** What a gateway presents to a backend: a Secret with `tls.crt` and `tls.key`. `CertRotation` is one. */
export interface IClientCertificate {
  readonly secretName: string;
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
  /**
   * What the certificate may be used for.
   * @default - not known
   */
  readonly usages?: readonly CertificateUsage[];
  /** Labels the Secret so that the gateway may read it; absent where this library does not write the Secret. */
  addReader?(gateway: GatewayImplementation): void;
}

/** Where a Secret stands that this library does not write. */
export interface ClientCertificateOptions {
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
}

/** A client certificate that something else keeps: cert-manager outside the app, External Secrets, a person. */
export class ClientCertificate implements IClientCertificate {
  /**
   * A Secret of type `kubernetes.io/tls` by name. Only the name goes into the manifests.
   *
   * @throws Refusal if the name is no name of a Secret
   */
  static secret(name: string, options: ClientCertificateOptions = {}): ClientCertificate {
    requireObjectName('Secret', name);
    return new ClientCertificate(name, options.namespace);
  }

  private constructor(
    readonly secretName: string,
    readonly namespace?: string,
  ) {}
}
