import semver from 'semver';
import type { GatewayVersion } from './gateway-version';

/** What could not be established. It is reported as unknown, never taken for a yes or a no. */
export type Unknown = 'unknown';

/** The question does not arise: what becomes of a policy that is not read, of a client certificate that is not sent. */
export type NotApplicable = 'not-applicable';

/** Kinds of route that a policy on a backend is applied to. */
export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute';

/** Kinds of object that certificate authorities are read from. */
export type CaKind = 'ConfigMap' | 'Secret' | 'ClusterTrustBundle';

/**
 * What a gateway can do with the hop to a backend, one key per thing that one must be told or can go wrong.
 * `btp` is the Gateway API BackendTLSPolicy, `ccr` is `Gateway.spec.tls.backend.clientCertificateRef`.
 */
export interface Capabilities {
  /** Version of BackendTLSPolicy that the controller reads. */
  readonly 'btp.apiVersion': 'v1' | 'v1alpha3' | 'v1alpha2' | 'none';
  /** To how many of its `targetRefs` a BackendTLSPolicy is applied. */
  readonly 'btp.targetRefs': 'all' | 'first-only';
  /** Routes whose backends a BackendTLSPolicy is applied to. */
  readonly 'btp.routeKinds': readonly RouteKind[] | 'any';
  /** Kinds that `caCertificateRefs` may name. */
  readonly 'btp.caKinds': readonly CaKind[];
  /** How many `caCertificateRefs` count. */
  readonly 'btp.maxCaRefs': 'all' | 'first-only' | 'one-or-rejected';
  /** Certificates that one CA object may hold. */
  readonly 'btp.caPems': 'one' | 'many';
  /** What becomes of the certificate under `tls.crt` in a CA Secret that has no `ca.crt`: `used` takes it for a root. */
  readonly 'btp.certificateAsCa': 'used' | 'ignored';
  /** What `wellKnownCACertificates: System` does; `unsafe` ends in plaintext. */
  readonly 'btp.systemCa': 'ok' | 'ok-with-san' | 'unsupported' | 'unsafe';
  /** What becomes of `subjectAltNames`. */
  readonly 'btp.san': 'honored' | 'ignored' | 'rejected' | 'required' | 'unsupported';
  /** How `sectionName` names a port of a Service. */
  readonly 'btp.sectionName': 'name' | 'name-or-number' | 'ignored' | 'unsupported';
  /** Keys of `options` that have an effect. */
  readonly 'btp.options': readonly string[];
  /** What traffic does under an invalid policy: `open` is plaintext or unverified. */
  readonly 'btp.onInvalid': 'closed' | 'open';
  /** Feature gate without which the controller does not read the policy. */
  readonly 'btp.gate': string | 'none';
  /** Whether two policies may share a Service, one with and one without `sectionName`. */
  readonly 'btp.mixedPorts': 'allowed' | 'conflict';
  /** Whether the backends of one rule of a route may differ in their policies. */
  readonly 'btp.ruleBackends': 'any' | 'must-agree';
  /** What becomes of a policy where the route's parent is a Service (a mesh) and not a Gateway. */
  readonly 'btp.meshParents': 'applied' | 'ignored';
  /** Annotation that keeps the controller from reading a policy that is written for another one. */
  readonly 'btp.optOut': string | 'none';
  /** Kind that stands for a host outside the cluster and that a BackendTLSPolicy may target. */
  readonly 'btp.externalTarget': string | 'none';
  /** What becomes of the Gateway's client certificate. */
  readonly ccr: 'honored' | 'ignored-silently' | 'unsupported';
  /** Whether the client certificate reference may carry a namespace. */
  readonly 'ccr.namespaceField': 'allowed' | 'must-omit';
  /** Whether the client certificate also goes to backends of a GRPCRoute. */
  readonly 'ccr.grpc': 'yes' | 'no';
  /** What traffic does when the client certificate cannot be read: `open` goes on without one. */
  readonly 'ccr.onInvalid': 'closed' | 'open';
  /** Kind and field that give one backend its own client certificate. */
  readonly perBackendCert: string | 'none';
  /** Kind and field, beside BackendTLSPolicy, that give one backend its own certificate authorities. */
  readonly perBackendCa: string | 'none';
  /** Vendor kind and field that give all backends of a Gateway one client certificate, beside `ccr`. */
  readonly perGatewayCert: string | 'none';
  /** Field that sets the lowest TLS version. */
  readonly minTls: string | 'none';
  /** Field that sets the cipher suites. */
  readonly ciphers: string | 'none';
  /** Field that sets ALPN. */
  readonly alpn: string | 'none';
  /** Field that sets the server name sent. */
  readonly sni: string | 'none';
  /** The server name sent where that field is not set; `http-host` is the Host header, which must then match a SAN. */
  readonly unsetSni: 'http-host' | 'none-sent';
  /** How a renewed certificate comes into use. */
  readonly reload: 'hot' | 'hot-but-pooled' | 'graceful-reload' | 'restart';
  /** Whether a BackendTLSPolicy and the vendor's own TLS settings may meet on one backend. */
  readonly coexist: 'allowed' | 'exclusive';
  /** Which of several vendor policies on one backend sets a field that all of them have. */
  readonly duplicatePolicies: 'oldest-wins' | 'newest-wins';
  /** Whether an intermediate certificate may stand as a trust anchor. */
  readonly partialChain: 'accepted' | 'refused';
  /** Key of the label that an object must carry with value `true` for the controller to see it, by kind. */
  readonly selectorLabels: Readonly<Partial<Record<'ConfigMap' | 'Secret', string>>>;
  /** Which namespace the copies of certificates may be kept in that the proxy reads. */
  readonly secretsNamespace: 'any' | 'default-only';
  /** What happens when two CA objects share an id. */
  readonly caIdDuplicate: 'oldest-wins' | 'push-fails';
  /** Whether the controller presents a client certificate to its extension server. */
  readonly 'extension.clientCert': 'honored' | 'unsupported';
  /** When the controller reads the certificates for its extension server again; open connections keep what they have. */
  readonly 'extension.reload': 'per-handshake' | 'restart';
  /**
   * What a controller of Kong does with a license of Konnect beside using it: `none` keeps it nowhere, `unwritable` fails
   * to write its Secret, `write-only` writes what it cannot read back, `works` has it at a restart without Konnect.
   */
  readonly licenseStorage: 'none' | 'unwritable' | 'write-only' | 'works';
  /** Form in which it reads the license back from that Secret. It always writes plain text. */
  readonly licenseForm: 'base64-text' | 'plain-text';
  /** What becomes of an object of kind KongLicense. */
  readonly kongLicense: 'read' | 'ignored';
  /**
   * Namespaces that plugins in the annotation `konghq.com/plugins` may stand in: the `own` one; others as
   * `namespace:name` where a ReferenceGrant allows it (`granted`), or where no grant in the right place does (`misgranted`).
   */
  readonly pluginNamespaces: 'own' | 'misgranted' | 'granted';
}

/** A name in the capability table. */
export type Capability = keyof Capabilities;

/** One row of a gateway's capability table: data, with the evidence for it. */
export type CapabilityRow = {
  readonly [K in Capability]: {
    readonly capability: K;
    /** Semantic version range, as in `>=1.6.0 <1.10.0`. */
    readonly versions: string;
    readonly value: Capabilities[K] | Unknown | NotApplicable;
    /** Issue, release notes, source or report that shows it; or that it is inferred. */
    readonly evidence: string;
    /**
     * Of a list: further members of which it could not be established whether they belong to it. Of `reload`: kinds of
     * object of which it could not be established whether a change of theirs comes into use so.
     * @default - none
     */
    readonly unsettled?: readonly string[];
  };
}[Capability];

/** What the table says of one capability at one version. */
export interface CapabilityAnswer<K extends Capability> {
  /** Unknown also where the question does not arise: there is no answer to act upon. */
  readonly value: Capabilities[K] | Unknown;
  /** The row's evidence, or why nothing is known. */
  readonly evidence: string;
  /**
   * Whether the question does not arise, so that nothing is missing.
   * @default - it arises
   */
  readonly notApplicable?: true;
  /**
   * Of a list: further members of which it could not be established whether they belong to it. Of `reload`: kinds of
   * object of which it could not be established whether a change of theirs comes into use so.
   * @default - none
   */
  readonly unsettled?: readonly string[];
}

/** The capability table of one gateway implementation. */
export class CapabilityTable {
  private readonly rows = new Map<Capability, readonly CapabilityRow[]>();
  /** Ranges are costly to compare, and each backend asks the same. */
  private readonly answers = new Map<string, CapabilityAnswer<Capability>>();

  /** The rows are looked at when they are first asked for: a program asks few tables, and few things of each. */
  constructor(readonly all: readonly CapabilityRow[]) {}

  /**
   * Looks one capability up. A version without a patch (`3.4`) stands for all its patches: where they differ, the
   * answer is unknown and the evidence says between which ranges.
   * @throws Error if a row's range cannot be read, or two rows of the capability overlap
   */
  at<K extends Capability>(capability: K, version: GatewayVersion): CapabilityAnswer<K> {
    const key = `${capability}@${version}`;
    const known = this.answers.get(key) ?? this.lookUp(capability, version);
    this.answers.set(key, known);
    return known as CapabilityAnswer<K>;
  }

  private lookUp<K extends Capability>(capability: K, version: GatewayVersion): CapabilityAnswer<K> {
    const rows = this.rowsOf(capability).filter((row) => version.overlaps(row.versions));
    const [first] = rows;
    if (first === undefined) {
      return { value: 'unknown', evidence: `nothing is recorded for version ${version}` };
    }
    const differs = rows.some((row) => JSON.stringify(row.value) !== JSON.stringify(first.value));
    if (differs) {
      return { value: 'unknown', evidence: `patches of ${version} differ: state the patch version` };
    }
    if (first.value === NOT_APPLICABLE) {
      return { value: 'unknown', evidence: first.evidence, notApplicable: true };
    }
    // The row was stored under its own capability, which the type of the map does not carry.
    const value = first.value as Capabilities[K] | Unknown;
    const unsettled = [...new Set(rows.flatMap((row) => row.unsettled ?? []))];
    return { value, evidence: first.evidence, ...(unsettled.length === 0 ? {} : { unsettled }) };
  }

  /** The rows of one capability, oldest releases first. */
  history(capability: Capability): readonly CapabilityRow[] {
    return [...this.rowsOf(capability)].sort((a, b) => semver.compare(lowest(a.versions), lowest(b.versions)));
  }

  private rowsOf(capability: Capability): readonly CapabilityRow[] {
    const known = this.rows.get(capability);
    if (known !== undefined) {
      return known;
    }
    const rows = this.all.filter((row) => row.capability === capability);
    requireApart(rows);
    this.rows.set(capability, rows);
    return rows;
  }

  /** Ranges in which a capability has a value that passes, oldest first: the versions that can. */
  rangesWhere<K extends Capability>(capability: K, passes: (value: Capabilities[K] | Unknown) => boolean): string[] {
    const rows = this.history(capability).filter(
      (row) => row.value !== NOT_APPLICABLE && passes(row.value as Capabilities[K] | Unknown),
    );
    return rows.map((row) => row.versions);
  }
}

const NOT_APPLICABLE: NotApplicable = 'not-applicable';

function requireApart(rows: readonly CapabilityRow[]): void {
  rows.forEach((row, index) => {
    const overlap = rows.slice(0, index).find((other) => semver.intersects(other.versions, row.versions, PRERELEASES));
    if (overlap !== undefined) {
      throw new Error(`capability ${row.capability}: ranges ${overlap.versions} and ${row.versions} overlap`);
    }
  });
}

/** Prereleases of a version belong to the ranges around it: 2.3.0-rc.3 lies between 2.2.0 and 2.3.0. */
export const PRERELEASES = { includePrerelease: true } as const;

function lowest(range: string): semver.SemVer {
  return semver.minVersion(range) ?? new semver.SemVer('0.0.0');
}
