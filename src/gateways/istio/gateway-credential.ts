import type { GatewayImplementation } from '../gateway-implementation';
import type { CaReference, MutualTlsIntent } from '../intent';
import { Refusal } from '../refusal';
import type { RenderedObject } from '../rendering';

const RBAC = 'rbac.authorization.k8s.io';

/** Who reads the Secret of a DestinationRule: the pods of a Gateway. */
export interface CredentialReader {
  readonly namespace: string;
  readonly serviceAccountName: string;
}

/**
 * What the Secret of a client certificate needs around it: the server's roots where Istio looks for them, and the
 * permission without which istiod does not hand it out.
 *
 * @throws Refusal if the Secret is not beside the Gateway, or the roots are where Istio does not look
 */
export function renderCredential(
  gateway: GatewayImplementation,
  reader: CredentialReader,
  intent: MutualTlsIntent,
): readonly RenderedObject[] {
  const { client } = intent;
  if (client.namespace !== reader.namespace) {
    throw new Refusal({
      rule: 'istio/credential-unusable',
      message: `client certificate Secret ${client.namespace ?? '(no namespace)'}/${client.secretName} is not in the Gateway's namespace ${reader.namespace}; ${gateway} looks there only, and no ReferenceGrant helps`,
      fix: `issue the certificate in namespace ${reader.namespace}`,
    });
  }
  return [...renderRoots(gateway, reader, intent), ...renderSecretAccess(reader)];
}

/** Roots come from the Secret itself, or from the one beside it that is named after it and wins where it exists. */
function renderRoots(
  gateway: GatewayImplementation,
  reader: CredentialReader,
  { client, trust, namespace }: MutualTlsIntent,
): readonly RenderedObject[] {
  const places = [client.secretName, `${client.secretName}-cacert`];
  const isRead = ({ kind, name, namespace: own = namespace }: CaReference): boolean =>
    kind === 'Secret' && own === reader.namespace && places.includes(name);
  const [reference, ...others] = trust.references;
  if (reference === undefined && trust.certificates.length > 0) {
    return [
      rootsSecret(`${client.secretName}-cacert`, reader.namespace, trust.certificates.map(({ pem }) => pem).join('')),
    ];
  }
  if (reference !== undefined && isRead(reference) && others.length + trust.certificates.length === 0) {
    return [];
  }
  throw new Refusal({
    rule: trust.system ? 'gateway-api/system-ca-unusable' : 'istio/credential-unusable',
    message: trust.system
      ? `a DestinationRule of ${gateway} takes a client certificate or the system roots, not both`
      : `a DestinationRule of ${gateway} verifies the server with Secret ${reader.namespace}/${places.join(' or ')} alone; got ${describeTrust(trust.references, trust.certificates.length)}`,
    fix: `give the roots as text: TrustAnchors.pem(...); or put them under ca.crt of Secret ${client.secretName} and trust them there: TrustAnchors.secret('${client.secretName}', { namespace: '${reader.namespace}' })`,
  });
}

function describeTrust(references: readonly CaReference[], certificates: number): string {
  const objects = references.map(
    ({ kind, namespace, name }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
  return [
    ...(certificates === 0 ? [] : [`${certificates} certificate${certificates === 1 ? '' : 's'} known at synthesis`]),
    ...objects,
  ].join(', ');
}

function rootsSecret(name: string, namespace: string, pem: string): RenderedObject {
  return {
    role: 'CaCertificates',
    sharedAs: `istio-roots-${namespace}-${name}`,
    sharedFix: 'give both the same roots, or a client certificate each: Istio looks for roots beside the certificate',
    manifest: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      type: 'Opaque',
      stringData: { 'ca.crt': pem },
    },
  };
}

/** `resourceNames` would not do: istiod asks whether the account may list Secrets at all (istio/istio#52728). */
function renderSecretAccess({ namespace, serviceAccountName }: CredentialReader): readonly RenderedObject[] {
  const name = `${serviceAccountName}-secrets`;
  return [
    {
      role: 'SecretReader',
      sharedAs: `istio-secret-reader-${namespace}-${serviceAccountName}`,
      manifest: {
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata: { name, namespace },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
      },
    },
    {
      role: 'SecretReaderBinding',
      sharedAs: `istio-secret-reader-binding-${namespace}-${serviceAccountName}`,
      manifest: {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata: { name, namespace },
        roleRef: { apiGroup: RBAC, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccountName, namespace }],
      },
    },
  ];
}
