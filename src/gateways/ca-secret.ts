import type { GatewayImplementation } from './gateway-implementation';
import type { CaReference, ClientIntent, TrustIntent } from './intent';
import { partialChainNotes } from './partial-chain';
import { Refusal } from './refusal';
import type { RenderContext, RenderedObject, RenderingNote } from './rendering';

/** How a gateway reads roots from a Secret. */
export interface CaSecretOptions {
  /** Id of the rule about the key. */
  readonly rule: string;
  /**
   * The key that the roots stand under.
   * @default - not established: only a Secret that exists already is accepted
   */
  readonly key?: string;
  /**
   * The Secret of the client certificate, where one is presented.
   * @default - none is
   */
  readonly client?: ClientIntent;
}

/** The Secret that holds the roots. */
export interface CaSecret {
  readonly name: string;
  /** @default - the namespace of whoever applies the objects */
  readonly namespace?: string;
  readonly objects: readonly RenderedObject[];
  readonly notes: readonly RenderingNote[];
}

/**
 * Roots for a gateway that reads them from one Secret: certificates known at synthesis are written into one, which holds
 * nothing secret.
 *
 * @throws Refusal if the roots are in anything but one Secret
 */
export function renderCaSecret(
  gateway: GatewayImplementation,
  trust: TrustIntent,
  namespace: string | undefined,
  context: RenderContext,
  options: CaSecretOptions,
): CaSecret {
  const { key, rule } = options;
  const fix = `${key === undefined ? '' : 'give the certificates, TrustAnchors.pem(...), or '}name one Secret that has the roots: TrustAnchors.secret(...)`;
  requireOneSource(gateway, trust, fix);
  const [reference] = trust.references;
  if (reference !== undefined) {
    const where = reference.namespace ?? namespace;
    requireOwnSecret(gateway, reference, where, options);
    const note: RenderingNote = {
      rule,
      severity: 'info',
      message:
        key === undefined
          ? `which key of Secret ${reference.name} ${gateway} reads the roots from is not established`
          : `${gateway} reads the roots from the key ${key} of Secret ${reference.name}`,
      fix: key === undefined ? 'test it on your cluster' : `see to it that ${key} holds the roots, and not a leaf`,
    };
    return {
      name: reference.name,
      ...(where === undefined ? {} : { namespace: where }),
      objects: [],
      notes: [note],
    };
  }
  if (key === undefined) {
    throw new Refusal({
      rule: 'gateway-api/capability-unknown',
      message: `which key of a Secret ${gateway} reads the roots from is not established, so none is written`,
      fix,
    });
  }
  const name = context.nameOf('CaCertificates');
  const pem = trust.certificates.map((certificate) => certificate.pem).join('');
  const manifest = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    type: 'Opaque',
    data: { [key]: Buffer.from(pem, 'utf8').toString('base64') },
  };
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    objects: [{ role: 'CaCertificates', manifest }],
    notes: partialChainNotes(gateway, trust.certificates),
  };
}

function requireOneSource(gateway: GatewayImplementation, trust: TrustIntent, fix: string): void {
  if (trust.system) {
    throw new Refusal({
      rule: 'gateway-api/system-ca-unusable',
      message: `${gateway} has no field for the system roots (${gateway.capability('perBackendCa').evidence})`,
      fix,
    });
  }
  const other = trust.references.find(({ kind }) => kind !== 'Secret');
  if (other !== undefined) {
    throw new Refusal({
      rule: 'gateway-api/ca-kind-not-read',
      message: `${gateway} reads certificate authorities from a Secret only (${gateway.capability('perBackendCa').evidence}); got ${other.kind} ${other.name}`,
      fix,
    });
  }
  const count = trust.references.length + (trust.certificates.length === 0 ? 0 : 1);
  if (count !== 1) {
    throw new Refusal({
      rule: 'gateway-api/too-many-ca-refs',
      message: `${gateway} reads certificate authorities from one Secret; got ${count}`,
      fix,
    });
  }
}

/** A Secret has one `tls.crt`: that of the client's is the client's certificate, which vouches for no server. */
function requireOwnSecret(
  gateway: GatewayImplementation,
  { name }: CaReference,
  namespace: string | undefined,
  { client, key, rule }: CaSecretOptions,
): void {
  if (key === 'tls.crt' && client?.secretName === name && client.namespace === namespace) {
    throw new Refusal({
      rule,
      message: `${gateway} reads the roots from the key ${key} of Secret ${name}, where the client certificate stands`,
      fix: 'give the certificates of the roots, TrustAnchors.pem(...), or name a Secret that has them alone: TrustAnchors.secret(...)',
    });
  }
}
