import { type KongGateway, KongGatewayEdition } from './kong-gateway';

/** Plugins that came with one release and stayed. */
interface PluginRow {
  /** First minor version that bundles them; the first that is looked at where they are older. */
  readonly since: string;
  readonly names: readonly string[];
  readonly evidence: string;
  /**
   * Whether the release that brought them is inferred, so that nothing is refused for being older.
   * @default false
   */
  readonly inferred?: boolean;
}

/** Whether a gateway bundles a plugin, and how that is known. */
export interface PluginAvailability {
  readonly state: 'bundled' | 'not-bundled' | 'unknown';
  readonly evidence: string;
  /**
   * The edition or the versions that bundle it.
   * @default - none is known to
   */
  readonly elsewhere?: string;
}

/** Kong Ingress Controller 3.4 was the first to verify backends; releases of Kong Gateway before 3.4 are not looked at. */
const FIRST = '3.4';
const NEWEST = '3.15';
const NEWEST_OPEN_SOURCE = '3.9';

/** The open source edition, whose list stands in its source. Enterprise releases have these too. */
const OPEN_SOURCE: readonly PluginRow[] = [
  {
    since: FIRST,
    evidence: 'source of 3.9 (kong/constants.lua); that 3.4 has them too is inferred',
    names: words(`
    acl acme aws-lambda azure-functions basic-auth bot-detection correlation-id cors datadog file-log grpc-gateway
    grpc-web hmac-auth http-log ip-restriction jwt key-auth ldap-auth loggly oauth2 opentelemetry post-function
    pre-function prometheus proxy-cache rate-limiting request-size-limiting request-termination request-transformer
    response-ratelimiting response-transformer session statsd syslog tcp-log udp-log zipkin`),
  },
  {
    since: '3.6',
    evidence: 'source of 3.9 (kong/constants.lua); that 3.6 brought them is inferred',
    inferred: true,
    names: words(`ai-prompt-decorator ai-prompt-guard ai-prompt-template ai-proxy ai-request-transformer
      ai-response-transformer`),
  },
  { since: '3.8', evidence: 'changelog of the plugin', names: ['standard-webhooks'] },
  { since: '3.9', evidence: 'changelog of the plugin', names: ['redirect'] },
];

/** The Enterprise edition, as far as it is established when a plugin came. */
const ENTERPRISE: readonly PluginRow[] = [
  ...OPEN_SOURCE,
  {
    since: FIRST,
    evidence: 'developer.konghq.com, minimum versions of the plugins and compatibility of versions',
    names: words(`
      canary jq kafka-log kafka-upstream mtls-auth tls-handshake-modifier tls-metadata-headers websocket-size-limit
      websocket-validator`),
  },
  { since: '3.8', evidence: 'changelog of the plugin', names: ['header-cert-auth', 'upstream-oauth'] },
];

/** All that Enterprise 3.15 bundles: developer.konghq.com, plugins with a schema for 3.15. */
const ENTERPRISE_NEWEST: ReadonlySet<string> = new Set(
  words(`
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
    websocket-validator xml-threat-protection zipkin`),
);

/**
 * Names that Enterprise has or had beside those, and what is documented of them: the releases that bundle them are not, so
 * that each is unknown, and neither refused nor taken for granted.
 */
const UNDATED: ReadonlyMap<string, string> = new Map([
  ['application-registration', "of the portal before Konnect's; until when it was bundled is not documented"],
  ['konnect-application-auth', 'Konnect adds it by itself for its portal; which releases bundle it is not documented'],
  [
    'statsd-advanced',
    'statsd has all of it since 3.0 (changelog of statsd); until when it was bundled is not documented',
  ],
  ['upstream-tls', 'TLS to backends is told on the Service since; until when it was bundled is not documented'],
]);

/** All plugins that some release bundles or bundled. */
export const BUNDLED_PLUGINS: ReadonlySet<string> = new Set([...ENTERPRISE_NEWEST, ...UNDATED.keys()]);

/** Names that are told around and that no release has, with what to do instead. */
export const FICTITIOUS_PLUGINS: Readonly<Record<string, string>> = {
  'ssl-cert-reloader': 'remove it: Kong takes renewed Secrets over by itself, without a plugin',
};

/** Whether a Kong Gateway bundles a plugin. What is not recorded is unknown, and not assumed. */
export function availabilityOf(name: string, gateway: KongGateway): PluginAvailability {
  const { edition, version } = gateway;
  const isEnterprise = edition === KongGatewayEdition.ENTERPRISE;
  const last = isEnterprise ? NEWEST : NEWEST_OPEN_SOURCE;
  if (!version.overlaps(`>=${FIRST}.0 <=${last}.x`)) {
    return unknown(`nothing is recorded of ${gateway}`);
  }
  const row = (isEnterprise ? ENTERPRISE : OPEN_SOURCE).find(({ names }) => names.includes(name));
  if (row !== undefined) {
    return availabilityBy(row, gateway);
  }
  if (!BUNDLED_PLUGINS.has(name)) {
    return { state: 'not-bundled', evidence: `no release up to ${NEWEST} is known to` };
  }
  return isEnterprise ? enterpriseOnly(name, gateway) : notOpenSource(name);
}

function availabilityBy(
  { since, evidence, inferred }: PluginRow,
  { edition, version }: KongGateway,
): PluginAvailability {
  if (version.overlaps(`>=${since}.0`)) {
    return { state: 'bundled', evidence };
  }
  return inferred === true
    ? unknown(evidence)
    : { state: 'not-bundled', evidence, elsewhere: `${edition} ${since} or later` };
}

function enterpriseOnly(name: string, gateway: KongGateway): PluginAvailability {
  if (ENTERPRISE_NEWEST.has(name) && gateway.version.overlaps(`~${NEWEST}.0`)) {
    return { state: 'bundled', evidence: `list of ${NEWEST}` };
  }
  return unknown(
    UNDATED.get(name) ?? `${KongGatewayEdition.ENTERPRISE} ${NEWEST} does, and since when is not recorded`,
  );
}

function notOpenSource(name: string): PluginAvailability {
  return {
    state: 'not-bundled',
    evidence: OPEN_SOURCE[0]?.evidence ?? '',
    ...(UNDATED.has(name) ? {} : { elsewhere: KongGatewayEdition.ENTERPRISE }),
  };
}

function unknown(evidence: string): PluginAvailability {
  return { state: 'unknown', evidence };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
