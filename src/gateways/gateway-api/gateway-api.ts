import type { Capabilities, Capability, Unknown } from '../capabilities';
import { GatewayImplementation } from '../gateway-implementation';
import { GatewayVersion } from '../gateway-version';
import type { MutualTlsIntent, ServerTlsIntent, TrustIntent } from '../intent';
import { Refusal } from '../refusal';
import { type GatewayEntry, gatewayRegistry } from '../registry';
import type { RenderContext, Rendering, RenderingNote } from '../rendering';
import { renderBackendTlsPolicy } from './backend-tls-policy';
import { portableCore } from './portable-core';

/**
 * The Gateway API as a portable target: what each implementation that claims BackendTLSPolicy must honor, and no more.
 * The version is the release of the Gateway API, 1.4 or later.
 *
 * That is one Service, one root in one ConfigMap, and the hostname as the name in the server certificate. There is no
 * client certificate in it: name the implementation for that.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/
 */
export class GatewayApi extends GatewayImplementation {
  readonly implementation = 'gateway-api';
  readonly title = 'Gateway API (portable core)';
  protected readonly table = portableCore;

  override renderServerTls(intent: ServerTlsIntent, context: RenderContext): Rendering {
    this.requireVersion();
    this.requireOneRoot(intent.trust);
    const rendering = renderBackendTlsPolicy(this, intent, context);
    return { ...rendering, notes: [...this.lossNotes(), ...rendering.notes] };
  }

  /** @throws Refusal always: no client certificate is part of the core */
  renderMutualTls(_intent: MutualTlsIntent, _context: RenderContext): Rendering {
    throw new Refusal({
      rule: 'gateway-api/ccr-not-honoured',
      message: `${this} has no client certificate: one per Gateway is optional for implementations (${this.capability('ccr').evidence}), and one per backend is not in it (${this.capability('perBackendCert').evidence})`,
      fix: `name the implementation; those that are known to present one: ${titlesWhere('ccr', (value) => value === 'honored').join(', ')}, or per backend ${titlesWhere('perBackendCert', (value) => value !== 'none' && value !== 'unknown').join(', ')}`,
    });
  }

  private requireVersion(): void {
    const { value, evidence } = this.capability('btp.apiVersion');
    if (value === 'none') {
      throw new Refusal({
        rule: 'gateway-api/version-not-served',
        message: `${this} does not have BackendTLSPolicy v1 (${evidence})`,
        fix: `use version ${this.versionsWhere('btp.apiVersion', (version) => version === 'v1')}, or name the implementation`,
      });
    }
  }

  private requireOneRoot({ certificates, references }: TrustIntent): void {
    const count = certificates.length + references.length;
    if (count > 1) {
      throw new Refusal({
        rule: 'gateway-api/too-many-ca-refs',
        message: `${this} has one root in one ConfigMap (${this.capability('btp.caPems').evidence}); got ${count}`,
        fix: 'give one root, or name the implementation: most read all certificates of a ConfigMap',
      });
    }
  }

  /** What the core does not promise, by what is known of implementations. */
  private lossNotes(): readonly RenderingNote[] {
    const notRead = titlesWhere('btp.apiVersion', (value) => value !== 'v1' && value !== 'unknown');
    const unverified = titlesWhere('btp.san', (value) => value === 'required');
    return [
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'warning',
        message: `BackendTLSPolicy is optional for implementations of the Gateway API, and ${this} leaves out subjectAltNames; ${notRead.join(', ')} do not read v1 in their latest known version, and ${unverified.join(', ')} does not verify the name without subjectAltNames`,
        fix: 'name the implementation instead where it is known',
      },
      {
        rule: 'gateway-api/capability-unknown',
        severity: 'info',
        message: `in ${this} a policy has one root, so that a rotation has no overlap of an old root and a new one; nor is there a client certificate, a TLS version, a cipher suite or ALPN`,
        fix: 'name the implementation where one of these is needed',
      },
    ];
  }
}

/** Titles of the implementations whose latest known version passes. */
function titlesWhere<K extends Capability>(
  capability: K,
  passes: (value: Capabilities[K] | Unknown) => boolean,
): readonly string[] {
  return gatewayRegistry.filter((entry) => latestPasses(entry, capability, passes)).map(({ title }) => title);
}

function latestPasses<K extends Capability>(
  { versions, table }: GatewayEntry,
  capability: K,
  passes: (value: Capabilities[K] | Unknown) => boolean,
): boolean {
  const latest = versions.at(-1);
  if (latest === undefined) {
    return false;
  }
  const answer = table.at(capability, GatewayVersion.parse(latest));
  return answer.notApplicable !== true && passes(answer.value);
}
