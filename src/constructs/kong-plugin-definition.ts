import type { Duration } from 'cdk8s';
import { describeString } from '../checks/schema/describe-value';
import { Refusal } from '../gateways/refusal';
import type { JsonObject, JsonValue } from '../manifests/manifest';
import type {
  KongClientCertificateConfig,
  KongHeaderCertAuthConfig,
  KongMtlsAuthConfig,
  KongPrometheusConfig,
  KongTlsMetadataHeadersConfig,
} from './kong-plugin-config';
import type { KongPluginInstallation } from './kong-plugin-installation';

/** A plugin that Kong Gateway does not bundle. */
export interface CustomKongPluginOptions {
  /** How its code comes to Kong Gateway. */
  readonly installation: KongPluginInstallation;
  /** @default - its own defaults */
  readonly config?: JsonObject;
}

/** What is known of a plugin whose configuration is typed. */
export interface KongPluginTraits {
  /** Protocols that it is for. */
  readonly protocols: readonly string[];
  /** Whether it may be for a consumer: what finds out the consumer cannot. */
  readonly forConsumers: boolean;
  /**
   * First version of Kong Gateway that knows a field, by field; others are as old as the plugin.
   * @default - all are
   */
  readonly since?: Readonly<Record<string, string>>;
}

/** A plugin that is said to reload certificates. */
export interface KongCertificateReloaderOptions {
  /** How its code comes to Kong Gateway, which bundles none. */
  readonly installation: KongPluginInstallation;
  /** Time between two runs, in whole seconds. */
  readonly interval: Duration;
}

interface Definition {
  readonly config?: JsonObject;
  readonly reloadsCertificates?: boolean;
  readonly installation?: KongPluginInstallation;
  readonly traits?: KongPluginTraits;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PLUGIN_NAME = /^[a-z0-9](?:[a-z0-9_.-]{0,126}[a-z0-9])?$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}$/;

const HTTP = ['http', 'https', 'grpc', 'grpcs'] as const;
const HTTP_OVER_TLS = ['https', 'grpcs', 'tls'] as const;

/** A plugin of Kong Gateway with its configuration. Credentials are only referenced: see `configPatches` of `KongPlugin`. */
export class KongPluginDefinition {
  /**
   * A plugin that Kong Gateway bundles, by name. The construct checks the name against the release.
   *
   * @param config as Kong writes it, in snake case
   * @throws Refusal if the name can be none of a plugin
   */
  static bundled(name: string, config?: JsonObject): KongPluginDefinition {
    requirePluginName(name);
    return new KongPluginDefinition(name, { config });
  }

  /**
   * A plugin that Kong Gateway does not bundle.
   * @throws Refusal if the name can be none of a plugin
   */
  static custom(name: string, options: CustomKongPluginOptions): KongPluginDefinition {
    requirePluginName(name);
    return new KongPluginDefinition(name, options);
  }

  /**
   * A remedy from the field: a plugin with an interval that is said to reload certificates. Kong Gateway bundles none, and
   * has no need of one: the finding says what it does on the version in use. What does help is `CertRotation` with
   * `UpstreamMtls`.
   *
   * @throws Refusal if the name can be none of a plugin, or the interval is not of whole seconds
   */
  static certificateReloader(name: string, options: KongCertificateReloaderOptions): KongPluginDefinition {
    requirePluginName(name);
    return new KongPluginDefinition(name, {
      installation: options.installation,
      config: { interval: wholeSeconds(options.interval) },
      reloadsCertificates: true,
    });
  }

  /**
   * `mtls-auth`: clients of the gateway must present a certificate. It presents none to a backend and verifies none:
   * that is what `UpstreamMtls` and `BackendTlsPolicy` are for.
   *
   * @throws Refusal if a CA is not given by its id
   */
  static mtlsAuth(config: KongMtlsAuthConfig): KongPluginDefinition {
    requireCaIds('mtls-auth', config);
    return typed('mtls-auth', config, {
      protocols: HTTP,
      forConsumers: false,
      since: { ssl_verify: '3.13', san_dirname_matcher: '3.14' },
    });
  }

  /**
   * `header-cert-auth`: the same, for certificates that a proxy before the gateway hands over in a header.
   * @throws Refusal if a CA is not given by its id, or the name can be none of a header
   */
  static headerCertAuth(config: KongHeaderCertAuthConfig): KongPluginDefinition {
    requireCaIds('header-cert-auth', config);
    requireHeaderNames('header-cert-auth', [config.certificateHeaderName]);
    return typed('header-cert-auth', config, {
      protocols: HTTP,
      forConsumers: false,
      since: { ssl_verify: '3.13' },
    });
  }

  /** `tls-handshake-modifier`: clients are asked for a certificate, and need not have one. */
  static tlsHandshakeModifier(): KongPluginDefinition {
    return new KongPluginDefinition('tls-handshake-modifier', {
      config: { tls_client_certificate: 'REQUEST' },
      traits: { protocols: HTTP_OVER_TLS, forConsumers: false },
    });
  }

  /**
   * `tls-metadata-headers`: the certificate of a client as headers for the backend. Some other plugin must ask the client for it:
   * `mtls-auth` or `tls-handshake-modifier`.
   *
   * @throws Refusal if a name can be none of a header
   */
  static tlsMetadataHeaders(config: KongTlsMetadataHeadersConfig = {}): KongPluginDefinition {
    const { injectClientCertDetails = true, ...names } = config;
    requireHeaderNames('tls-metadata-headers', Object.values(names));
    return typed(
      'tls-metadata-headers',
      { injectClientCertDetails, ...names },
      { protocols: HTTP_OVER_TLS, forConsumers: false },
    );
  }

  /** `prometheus`: metrics. Certificates of backends are not among them. */
  static prometheus(config: KongPrometheusConfig = {}): KongPluginDefinition {
    return typed('prometheus', config, { protocols: [...HTTP, 'tcp', 'tls', 'udp'], forConsumers: true });
  }

  /** As Kong writes it. */
  readonly config?: JsonObject;
  /** @default - Kong Gateway bundles the plugin */
  readonly installation?: KongPluginInstallation;
  /** @default - not known */
  readonly traits?: KongPluginTraits;
  /** Whether it was declared as a remedy for certificates that do not reload. */
  readonly reloadsCertificates: boolean;

  private constructor(
    /** The name of the plugin's code. */
    readonly pluginName: string,
    definition: Definition,
  ) {
    this.config = definition.config;
    this.installation = definition.installation;
    this.traits = definition.traits;
    this.reloadsCertificates = definition.reloadsCertificates ?? false;
  }

  /** @internal */
  static of(name: string, definition: Definition): KongPluginDefinition {
    return new KongPluginDefinition(name, definition);
  }
}

function typed(name: string, config: object, traits: KongPluginTraits): KongPluginDefinition {
  const fields = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, JsonValue] => [snakeCase(key), wireValue(key, value)]);
  const sorted = Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
  return KongPluginDefinition.of(name, { ...(fields.length === 0 ? {} : { config: sorted }), traits });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Kong counts timeouts in milliseconds and the rest in seconds. */
function wireValue(key: string, value: unknown): JsonValue {
  if (isDuration(value)) {
    return key.endsWith('Timeout') ? value.toMilliseconds() : value.toSeconds();
  }
  return value as JsonValue;
}

/** By its shape: two copies of cdk8s may be installed. */
function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'toMilliseconds' in value && 'toSeconds' in value;
}

function wholeSeconds(interval: Duration): number {
  const milliseconds = interval.toMilliseconds();
  if (milliseconds < 1000 || milliseconds % 1000 !== 0) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `interval of ${milliseconds} ms is not of whole seconds`,
      fix: 'give a second or more: Duration.seconds(60)',
    });
  }
  return milliseconds / 1000;
}

function requirePluginName(name: string): void {
  if (!PLUGIN_NAME.test(name)) {
    throw new Refusal({
      rule: 'plugins/unknown-name',
      message: `${describeString(name)} cannot be the name of a plugin, allowed are lower case letters, digits, "-", "_" and "."`,
      fix: 'give the name of the plugin, as in "rate-limiting"',
    });
  }
}

function requireCaIds(plugin: string, { caCertificates }: KongClientCertificateConfig): void {
  const wrong = caCertificates.find((id) => !UUID.test(id));
  if (caCertificates.length === 0 || wrong !== undefined) {
    throw new Refusal({
      rule: 'plugins/mtls-auth-not-upstream',
      message: `caCertificates of ${plugin} ${wrong === undefined ? 'is empty' : `has ${describeString(wrong)}`}; allowed are ids of CA objects, which are UUIDs`,
      fix: 'give the value of the key id of a ConfigMap or Secret with the label konghq.com/ca-cert',
    });
  }
}

function requireHeaderNames(plugin: string, names: readonly (string | undefined)[]): void {
  const wrong = names.find((name) => name !== undefined && !HEADER_NAME.test(name));
  if (wrong !== undefined) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${plugin}: ${describeString(wrong)} cannot be the name of a header`,
      fix: 'give a name as in "X-Client-Cert"',
    });
  }
}
