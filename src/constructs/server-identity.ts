import { isIP } from 'node:net';
import { BACKEND_TLS_POLICY_LIMITS } from '../gateways/gateway-api/backend-tls-policy';
import type { ServerIntent, SubjectAltName as SubjectAltNameIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';

/** Whom the gateway must find at the backend. */
export interface ServerIdentity {
  /**
   * A precise host name: no wildcard, no IP address. It is always sent as server name (SNI), and it is the name that
   * the server certificate must carry unless `subjectAltNames` says otherwise.
   */
  readonly hostname: string;
  /**
   * Names of which the server certificate must carry one; at most 5. `hostname` is then only sent, not verified:
   * list it here as well if it may be in the certificate.
   * @default - the certificate must carry `hostname`
   */
  readonly subjectAltNames?: readonly SubjectAltName[];
}

/** A name in a certificate. */
export class SubjectAltName {
  /**
   * A DNS name.
   * @param hostname precise, or with a wildcard as its first label
   * @throws Refusal if it is neither
   */
  static hostname(hostname: string): SubjectAltName {
    requireDnsName(hostname.startsWith('*.') ? hostname.slice(2) : hostname, hostname);
    return new SubjectAltName({ type: 'Hostname', hostname });
  }

  /**
   * A URI with an authority, as in `spiffe://example.com/ns/payments/sa/ledger`.
   * @throws Refusal if it has no `//`, no authority, blanks, or over 253 characters
   */
  static uri(uri: string): SubjectAltName {
    if (!URI.test(uri) || uri.length > MAX_NAME) {
      throw new Refusal({
        rule: 'gateway-api/name-unusable',
        message: `"${uri.slice(0, 80)}" is not a URI that a policy can carry: scheme://authority without blanks, at most ${MAX_NAME} characters`,
        fix: 'give the URI as it stands in the certificate, such as spiffe://example.com/ns/payments/sa/ledger',
      });
    }
    return new SubjectAltName({ type: 'URI', uri });
  }

  private constructor(
    /** @internal */
    readonly intent: SubjectAltNameIntent,
  ) {}
}

const MAX_NAME = 253;
const MAX_LABEL = 63;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\s]+[^\s]*$/;

/**
 * Checks a server identity and makes it an intent.
 * @throws Refusal if a name cannot be verified, or there are too many
 */
export function serverIntent(server: ServerIdentity): ServerIntent {
  requireDnsName(server.hostname, server.hostname);
  const names = server.subjectAltNames ?? [];
  if (names.length > BACKEND_TLS_POLICY_LIMITS.subjectAltNames) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `${names.length} subjectAltNames are given; at most ${BACKEND_TLS_POLICY_LIMITS.subjectAltNames} are allowed`,
      fix: 'keep the names that the server certificate really carries',
    });
  }
  return { hostname: server.hostname, subjectAltNames: names.map((name) => name.intent) };
}

function requireDnsName(name: string, shown: string): void {
  const reason = whyNotPrecise(name);
  if (reason !== undefined) {
    throw new Refusal({
      rule: 'gateway-api/name-unusable',
      message: `hostname "${shown.slice(0, 80)}" ${reason}`,
      fix: 'give the name in the server certificate, such as ledger.payments.svc.cluster.local',
    });
  }
}

function whyNotPrecise(name: string): string | undefined {
  if (name.includes('*')) {
    return 'is a wildcard; a precise host name is allowed';
  }
  if (isIP(name) !== 0) {
    return 'is an IP address; a DNS name is allowed, since policies cannot verify IP addresses';
  }
  if (name.length > MAX_NAME || !DNS_NAME.test(name)) {
    return `is not a DNS name: lower-case labels of letters, digits and "-", at most ${MAX_NAME} characters`;
  }
  if (name.split('.').some((label) => label.length > MAX_LABEL)) {
    return `has a label over ${MAX_LABEL} characters, which no certificate can match`;
  }
  return undefined;
}
