/** Plugins that come with releases of Kong Gateway. */
interface BundledPlugins {
  /** Semantic version range of Kong Gateway. */
  readonly versions: string;
  readonly names: readonly string[];
  readonly evidence: string;
}

/**
 * The plugins of Kong Gateway Enterprise, of which those of the open source edition are a part. The version of the
 * gateway is none that a user states, and a plugin that came later or went is no misspelling: all ranges count together.
 */
const BUNDLED: readonly BundledPlugins[] = [
  {
    versions: '>=3.15.0 <3.16.0',
    evidence: 'developer.konghq.com, plugins with a schema for 3.15',
    names: `
      ace acl acme ai-a2a-proxy ai-aws-guardrails ai-azure-content-safety ai-custom-guardrail ai-gcp-model-armor
      ai-lakera-guard ai-llm-as-judge ai-mcp-oauth2 ai-mcp-proxy ai-prompt-compressor ai-prompt-decorator ai-prompt-guard
      ai-prompt-template ai-proxy ai-proxy-advanced ai-rag-injector ai-rate-limiting-advanced ai-request-transformer
      ai-response-transformer ai-sanitizer ai-semantic-cache ai-semantic-prompt-guard ai-semantic-response-guard
      app-dynamics aws-lambda azure-functions basic-auth bot-detection canary confluent confluent-consume correlation-id
      cors datadog datakit degraphql exit-transformer file-log forward-proxy graphql-proxy-cache-advanced
      graphql-rate-limiting-advanced grpc-gateway grpc-web header-cert-auth hmac-auth http-log injection-protection
      ip-restriction jq json-threat-protection jwe-decrypt jwt jwt-signer kafka-consume kafka-log kafka-upstream key-auth
      key-auth-enc ldap-auth ldap-auth-advanced loggly metering-and-billing mocking mtls-auth oas-validation oauth2
      oauth2-introspection opa openid-connect opentelemetry post-function pre-function prometheus proxy-cache
      proxy-cache-advanced rate-limiting rate-limiting-advanced redirect request-callout request-size-limiting
      request-termination request-transformer request-transformer-advanced request-validator response-ratelimiting
      response-transformer response-transformer-advanced route-by-header route-transformer-advanced saml
      service-protection session solace-consume solace-log solace-upstream standard-webhooks statsd syslog tcp-log
      tls-handshake-modifier tls-metadata-headers udp-log upstream-oauth upstream-timeout vault-auth websocket-size-limit
      websocket-validator xml-threat-protection zipkin`
      .trim()
      .split(/\s+/),
  },
  {
    versions: '>=2.0.0 <3.15.0',
    evidence: 'documentation of Kong Gateway: bundled once, gone from the list of 3.15',
    names: ['upstream-tls'],
  },
  {
    versions: '>=2.0.0 <3.15.0',
    evidence: 'not looked up: known by name as bundled once, so that an old manifest is not called wrong',
    names: ['application-registration', 'konnect-application-auth', 'statsd-advanced'],
  },
];

/** All names that some release bundles or bundled. */
export const BUNDLED_PLUGINS: ReadonlySet<string> = new Set(BUNDLED.flatMap(({ names }) => names));

/** Names that are told around and that no release has, with what to do instead. */
export const FICTITIOUS_PLUGINS: Readonly<Record<string, string>> = {
  'ssl-cert-reloader': 'remove it: Kong takes renewed Secrets over by itself, without a plugin',
};
