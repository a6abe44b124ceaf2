import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isRenewalDisabled, lifetimeOf } from '../checks/cert-manager/lifetime-of';
import type { GatewayImplementation } from '../gateways/gateway-implementation';
import { fieldAt, fieldOf, itemsOf, objectOf, textOf } from '../manifests/graph/json-fields';
import type { JsonObject, Manifest } from '../manifests/manifest';
import { manifestOf } from './upstream-tls';

/** A Certificate of cert-manager, as it will be written. */
export interface WatchedCertificate {
  readonly name: string;
  /** @default - left to whoever applies it */
  readonly namespace?: string;
  /** In milliseconds. */
  readonly duration: number;
  /** How long before its end it is renewed, or must be by hand; in milliseconds. */
  readonly renewBefore: number;
  /** Whether cert-manager renews it. */
  readonly isRenewed: boolean;
  readonly isCa: boolean;
  /** @default - the Certificate lacks it, which cert-manager refuses */
  readonly secretName?: string;
  /** @default - an issuer of another project */
  readonly issuer?: WatchedIssuer;
}

/** An Issuer or ClusterIssuer of cert-manager. */
export interface WatchedIssuer {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: string;
  /** @default - it has none, or it is left to whoever applies it */
  readonly namespace?: string;
  /**
   * Secret of the CA that it signs with.
   * @default - not known, or no such issuer
   */
  readonly caSecretName?: string;
}

/** An object with roots that somebody trusts. */
export interface WatchedTrust {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** @default - any namespace */
  readonly namespace?: string;
}

/** All that alerts may be about. */
export interface WatchedObjects {
  readonly certificates: readonly WatchedCertificate[];
  readonly issuers: readonly WatchedIssuer[];
  readonly trust: readonly WatchedTrust[];
  readonly gateways: readonly GatewayImplementation[];
}

const CERT_MANAGER = 'cert-manager.io/';

/** Looks at constructs and at everything below them, as it is now. */
export function watchedObjects(roots: readonly IConstruct[]): WatchedObjects {
  const nodes = [...new Set(roots.flatMap((root) => root.node.findAll()))];
  const manifests = nodes.filter((node) => ApiObject.isApiObject(node) && isOfInterest(node)).map(readManifest);
  const certificates = manifests.filter(({ key }) => key.kind === 'Certificate').flatMap(readCertificate);
  return {
    certificates,
    issuers: distinctIssuers([
      ...manifests.filter(({ key }) => key.kind.endsWith('Issuer')).map(readIssuer),
      ...certificates.flatMap(({ issuer }) => issuer ?? []),
    ]),
    trust: manifests.flatMap(readTrust),
    gateways: distinctGateways(nodes.flatMap(gatewayOf)),
  };
}

function isOfInterest({ apiVersion, kind }: ApiObject): boolean {
  switch (kind) {
    case 'Certificate':
    case 'Issuer':
    case 'ClusterIssuer':
      return apiVersion.startsWith(CERT_MANAGER);
    case 'Bundle':
      return apiVersion.startsWith('trust.cert-manager.io/');
    case 'BackendTLSPolicy':
      return apiVersion.startsWith('gateway.networking.k8s.io/');
    case 'ConfigMap':
      return apiVersion === 'v1';
    default:
      return false;
  }
}

function readManifest(node: IConstruct): Manifest {
  return manifestOf(node as ApiObject);
}

function readCertificate(manifest: Manifest): readonly WatchedCertificate[] {
  const lifetime = lifetimeOf(manifest);
  const { name, namespace } = manifest.key;
  const spec = objectOf(manifest.body, 'spec');
  return lifetime === undefined
    ? []
    : [
        {
          name,
          namespace,
          duration: lifetime.duration,
          renewBefore: lifetime.renewBefore,
          isRenewed: !isRenewalDisabled(manifest),
          isCa: spec.isCA === true,
          secretName: textOf(spec, 'secretName'),
          issuer: issuerRef(objectOf(spec, 'issuerRef'), namespace),
        },
      ];
}

function issuerRef(reference: JsonObject, namespace: string | undefined): WatchedIssuer | undefined {
  const group = textOf(reference, 'group') ?? 'cert-manager.io';
  const kind = textOf(reference, 'kind') ?? 'Issuer';
  const name = textOf(reference, 'name');
  if (group !== 'cert-manager.io' || name === undefined) {
    return undefined;
  }
  return kind === 'Issuer' ? { kind, name, namespace } : kind === 'ClusterIssuer' ? { kind, name } : undefined;
}

function readIssuer({ key, body }: Manifest): WatchedIssuer {
  const caSecretName = textOf(fieldAt(body, 'spec', 'ca'), 'secretName');
  return key.kind === 'Issuer'
    ? { kind: 'Issuer', name: key.name, namespace: key.namespace, caSecretName }
    : { kind: 'ClusterIssuer', name: key.name, caSecretName };
}

/** An Issuer in the app tells more than a reference to it, and comes first. */
function distinctIssuers(issuers: readonly WatchedIssuer[]): readonly WatchedIssuer[] {
  const found = new Map<string, WatchedIssuer>();
  for (const issuer of issuers) {
    const key = issuerKey(issuer);
    found.set(key, found.get(key) ?? issuer);
  }
  return [...found.values()];
}

/** Tells one issuer from another. */
export function issuerKey({ kind, namespace = '', name }: WatchedIssuer): string {
  return `${kind} ${namespace}/${name}`;
}

function readTrust(manifest: Manifest): readonly WatchedTrust[] {
  switch (manifest.key.kind) {
    case 'Bundle':
      return bundleTargets(manifest);
    case 'BackendTLSPolicy':
      return policyTrust(manifest);
    case 'ConfigMap':
      return hasCertificates(manifest) ? [placeOf(manifest)] : [];
    default:
      return [];
  }
}

/** Targets have the name of their Bundle, in each namespace that it selects. */
function bundleTargets({ key: { name }, body }: Manifest): readonly WatchedTrust[] {
  const target = fieldAt(body, 'spec', 'target');
  return [
    ...(fieldOf(target, 'configMap') === undefined ? [] : [{ kind: 'ConfigMap', name } as const]),
    ...(fieldOf(target, 'secret') === undefined ? [] : [{ kind: 'Secret', name } as const]),
  ];
}

function policyTrust({ key: { namespace }, body }: Manifest): readonly WatchedTrust[] {
  return itemsOf(fieldAt(body, 'spec', 'validation', 'caCertificateRefs')).flatMap((reference) => {
    const kind = fieldOf(reference, 'kind');
    const name = textOf(reference, 'name');
    return name !== undefined && (kind === 'ConfigMap' || kind === 'Secret') ? [{ kind, name, namespace }] : [];
  });
}

function hasCertificates({ body }: Manifest): boolean {
  const texts = Object.values(objectOf(body, 'data'));
  return texts.some((text) => typeof text === 'string' && text.includes('-----BEGIN CERTIFICATE-----'));
}

function placeOf({ key: { name, namespace } }: Manifest): WatchedTrust {
  return { kind: 'ConfigMap', name, namespace };
}

/** `UpstreamMtls` and `BackendTlsPolicy`, also of another copy of this library, which `instanceof` does not see. */
function gatewayOf(node: IConstruct): readonly GatewayImplementation[] {
  const { gateway, backendRef } = node as Partial<Record<'gateway' | 'backendRef', unknown>>;
  const isHop = backendRef !== undefined && typeof gateway === 'object' && gateway !== null && 'metrics' in gateway;
  return isHop ? [gateway as GatewayImplementation] : [];
}

/** Gateways of the same name and version tell the same. */
function distinctGateways(gateways: readonly GatewayImplementation[]): readonly GatewayImplementation[] {
  const found = new Map<string, GatewayImplementation>();
  for (const gateway of gateways) {
    const key = `${gateway} ${gateway.namespace ?? ''}/${gateway.name ?? ''}`;
    found.set(key, found.get(key) ?? gateway);
  }
  return [...found.values()];
}
