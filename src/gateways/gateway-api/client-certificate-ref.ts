import type { GatewayImplementation } from '../gateway-implementation';
import type { ClientIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderedObject, Rendering, RenderingNote } from '../rendering';
import { unknownNote, upgradeOr } from '../wording';

const GROUP = 'gateway.networking.k8s.io';

/**
 * Makes one certificate the identity of a whole Gateway, with the grant that a Secret in another namespace needs.
 *
 * @throws Refusal if the gateway would not present it, or the Gateway's name is not known
 * @see https://gateway-api.sigs.k8s.io/geps/gep-3155/
 */
export function renderClientCertificateRef(
  gateway: GatewayImplementation,
  client: ClientIntent,
): Pick<Rendering, 'objects' | 'patches' | 'notes'> {
  requireHonored(gateway);
  const target = requireGatewayName(gateway);
  const foreign = isForeign(client, target.namespace);
  if (foreign && gateway.capability('ccr.namespaceField').value === 'must-omit') {
    throw new Refusal({
      rule: 'agentgateway/ccr-namespace',
      message: `${gateway} takes no namespace in clientCertificateRef; the Secret is in ${client.namespace}, the Gateway in ${target.namespace ?? '(no namespace)'}`,
      fix: `issue the certificate in namespace ${target.namespace ?? 'of the Gateway'}`,
    });
  }
  const clientCertificateRef = {
    group: '',
    kind: 'Secret',
    name: client.secretName,
    ...(foreign ? { namespace: client.namespace } : {}),
  };
  return {
    objects: foreign ? [renderSecretGrant(target.namespace, client)] : [],
    patches: [
      {
        target: { group: GROUP, kind: 'Gateway', ...target },
        patch: { spec: { tls: { backend: { clientCertificateRef } } } },
        reason: 'without it the Gateway presents no client certificate',
      },
    ],
    notes: foreign ? namespaceNotes(gateway) : [],
  };
}

function namespaceNotes(gateway: GatewayImplementation): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('ccr.namespaceField');
  return value === 'unknown'
    ? [unknownNote(gateway, 'whether it takes a namespace in clientCertificateRef', evidence)]
    : [];
}

function isForeign(client: ClientIntent, gatewayNamespace: string | undefined): boolean {
  if (client.namespace === undefined && gatewayNamespace !== undefined) {
    throw new Refusal({
      rule: 'references/grant-missing',
      message: `the namespace of client certificate Secret ${client.secretName} is not known, and the Gateway is in ${gatewayNamespace}; a Secret elsewhere needs a ReferenceGrant`,
      fix: 'give the namespace of the Secret, or set it on the chart',
    });
  }
  return client.namespace !== gatewayNamespace;
}

function requireHonored(gateway: GatewayImplementation): void {
  const message = whyNotHonored(gateway);
  if (message !== undefined) {
    throw new Refusal({
      rule: 'gateway-api/ccr-not-honoured',
      message,
      fix: upgradeOr(
        versionsWithClientCertificateRef(gateway),
        'use a client certificate per backend where the gateway has one',
      ),
    });
  }
}

const EFFECT_ON_CLIENT_CERTIFICATE = {
  'ignored-silently': 'accepts and ignores',
  unsupported: 'does not support',
  unknown: 'may not support',
} as const;

/** Why a client certificate on the Gateway resource would not be presented; undefined where it is. */
export function whyNotHonored(gateway: GatewayImplementation): string | undefined {
  const { value, evidence } = gateway.capability('ccr');
  return value === 'honored'
    ? undefined
    : `${gateway} ${EFFECT_ON_CLIENT_CERTIFICATE[value]} a client certificate on the Gateway (${evidence})`;
}

/** The versions that present a client certificate on the Gateway resource; undefined where none is known to. */
export function versionsWithClientCertificateRef(gateway: GatewayImplementation): string | undefined {
  return gateway.versionsWhere('ccr', (value) => value === 'honored');
}

/**
 * The Gateway resource that must be changed.
 * @throws Refusal if its name was not given
 */
export function requireGatewayName(gateway: GatewayImplementation): {
  readonly name: string;
  readonly namespace?: string;
} {
  if (gateway.name === undefined) {
    throw new Refusal({
      rule: 'references/missing-object',
      message: `the client certificate belongs on the Gateway resource, and the name of the Gateway is not given`,
      fix: `give name and namespace of the Gateway to ${gateway.title.replaceAll(' ', '')}`,
    });
  }
  return { name: gateway.name, ...(gateway.namespace === undefined ? {} : { namespace: gateway.namespace }) };
}

function renderSecretGrant(gatewayNamespace: string | undefined, client: ClientIntent): RenderedObject {
  if (gatewayNamespace === undefined) {
    throw new Refusal({
      rule: 'references/grant-missing',
      message: `client certificate Secret ${client.namespace}/${client.secretName} may stand in another namespace than the Gateway, whose namespace is not given, so the ReferenceGrant cannot be written`,
      fix: 'give the namespace of the Gateway',
    });
  }
  return renderReferenceGrant({
    from: { group: GROUP, kind: 'Gateway', namespace: gatewayNamespace },
    to: { group: '', kind: 'Secret', name: client.secretName },
    namespace: client.namespace,
  });
}

/** Who may refer to what. */
export interface ReferenceGrantIntent {
  readonly from: { readonly group: string; readonly kind: string; readonly namespace: string };
  readonly to: { readonly group: string; readonly kind: string; readonly name: string };
  /** Namespace of the object referred to. */
  readonly namespace: string | undefined;
}

/**
 * A ReferenceGrant for one object, shared by all who need the same one. v1beta1 is served by each release that has
 * v1, and by those before 1.5 that have not.
 */
export function renderReferenceGrant(grant: ReferenceGrantIntent): RenderedObject {
  const { from, to, namespace } = grant;
  return {
    role: 'ReferenceGrant',
    sharedAs: ['grant', namespace ?? '', from.namespace, from.kind, to.kind, to.name].join('-').toLowerCase(),
    manifest: {
      apiVersion: `${GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: namespace === undefined ? {} : { namespace },
      spec: { from: [{ ...from }], to: [{ ...to }] },
    },
  };
}
