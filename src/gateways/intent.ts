import type { Certificate } from '../trust';

/** A Service and one of its ports, or a host outside the cluster: what the gateway connects to. */
export type BackendIntent = ServiceBackendIntent | ExternalBackendIntent;

/** A Kubernetes Service behind the gateway. */
export interface ServiceBackendIntent {
  readonly kind: 'Service';
  readonly name: string;
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
  /**
   * The one port that is meant.
   * @default - each port of the Service
   */
  readonly port?: ServicePortIntent;
  /**
   * All ports of the Service.
   * @default - not known: the Service is not in the app
   */
  readonly ports?: readonly ServicePortIntent[];
}

/** One port of a Service. */
export interface ServicePortIntent {
  /** @default - the port has no name, or it is not known */
  readonly name?: string;
  /** @default - not known: the Service is not in the app */
  readonly number?: number;
  /** @default 'TCP' */
  readonly protocol?: string;
}

/** A host outside the cluster. */
export interface ExternalBackendIntent {
  readonly kind: 'External';
  readonly hostname: string;
  readonly port: number;
}

/** A name that the server certificate may carry. */
export type SubjectAltName =
  | { readonly type: 'Hostname'; readonly hostname: string }
  | { readonly type: 'URI'; readonly uri: string };

/** Whom the gateway must find at the backend. */
export interface ServerIntent {
  /** Sent as SNI always; authenticated where `subjectAltNames` is empty. */
  readonly hostname: string;
  /** One of these must be in the server certificate; empty means the hostname must. */
  readonly subjectAltNames: readonly SubjectAltName[];
}

/** An object that holds the certificates of authorities. */
export interface CaReference {
  readonly kind: 'ConfigMap' | 'Secret' | 'ClusterTrustBundle';
  readonly name: string;
  /** @default - the namespace of the backend */
  readonly namespace?: string;
  /**
   * What writes the object.
   * @default - not known
   */
  readonly source?: 'Bundle';
}

/** Which authorities the gateway accepts; at least one of the members says so. */
export interface TrustIntent {
  /** Roots known at synthesis. */
  readonly certificates: readonly Certificate[];
  /** Objects that exist in the cluster, or that something else of the app creates. */
  readonly references: readonly CaReference[];
  /** The roots that the gateway's image ships. */
  readonly system: boolean;
}

/** What the gateway presents. */
export interface ClientIntent {
  /** A Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
}

/** Lowest and highest TLS version that the gateway speaks to a backend. */
export type TlsVersion = '1.0' | '1.1' | '1.2' | '1.3';

/** TLS settings beyond identity; each is refused where the gateway has no field for it. */
export interface TlsParameters {
  /** @default - the gateway's own */
  readonly minVersion?: TlsVersion;
  /** @default - the gateway's own */
  readonly maxVersion?: TlsVersion;
  /**
   * Cipher suites by OpenSSL name, strongest first.
   * @default - the gateway's own
   */
  readonly cipherSuites?: readonly string[];
  /**
   * Protocols offered by ALPN, preferred first.
   * @default - the gateway's own
   */
  readonly alpnProtocols?: readonly string[];
  /**
   * Certificates that may stand between the server certificate and its root.
   * @default - the gateway's own
   */
  readonly verifyDepth?: number;
}

/** One-way TLS to a backend. */
export interface ServerTlsIntent {
  readonly backends: readonly BackendIntent[];
  /**
   * Where the policy stands: beside its backends.
   * @default - the namespace of whoever applies the objects
   */
  readonly namespace?: string;
  readonly server: ServerIntent;
  readonly trust: TrustIntent;
  /** Options of the policy, by domain-prefixed key. */
  readonly options: Readonly<Record<string, string>>;
}

/** Mutual TLS to a backend. */
export interface MutualTlsIntent {
  readonly backend: BackendIntent;
  /**
   * Where the objects of the hop stand: beside the backend.
   * @default - the namespace of whoever applies the objects
   */
  readonly namespace?: string;
  readonly server: ServerIntent;
  readonly trust: TrustIntent;
  readonly client: ClientIntent;
  readonly parameters: TlsParameters;
  /**
   * Whose client certificate it is: this backend's alone, or all backends' of the Gateway.
   * @default - this backend's where the gateway can, else the Gateway's
   */
  readonly clientScope?: 'backend' | 'gateway';
}
