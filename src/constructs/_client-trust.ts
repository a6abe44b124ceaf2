import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { BackendIntent, CaReference } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import type { PatchTarget } from '../gateways/rendering';
import { VERIFIES_CLIENTS_ANNOTATION } from '../manifests/graph/certificate-fields';
import { BUNDLE, CONFIG_MAP, SECRET } from '../manifests/graph/object-kinds';
import { addToList, findUnlisted, type ListAnnotation } from './_list-annotation';
import { serviceText } from './_service-text';
import { type TrustAnchors, trustIntent } from './trust-anchors';
import type { UpstreamTls } from './upstream-tls';

/**
 * Marks the roots under which a backend accepts clients, so that a rotation is judged from both ends. Roots that are
 * known at synthesis are written to a ConfigMap for the backend to read.
 *
 * @returns the name of that ConfigMap
 * @throws Refusal if the roots are in nothing that can be marked, or out of the backend's reach
 */
export function markClientTrust(
  scope: Construct,
  checks: UpstreamTls,
  backend: BackendIntent,
  trust: TrustAnchors,
): string | undefined {
  const { certificates, references, system } = trustIntent(trust);
  if (system) {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: 'clientTrust is the system roots, so that any public authority could vouch for a client',
      fix: 'give the roots that the backend is configured with',
    });
  }
  for (const reference of references) {
    const target = targetOf(reference, backend);
    const annotation = annotationFor(backend, `the object of clientTrust, ${target.kind} ${target.name},`, target);
    const metadata = trust.metadata.get(reference);
    if (metadata === undefined) {
      checks.addFindings((manifests) => findUnlisted(scope, target, annotation, manifests));
    } else {
      addToList(metadata, annotation);
    }
  }
  return certificates.length === 0
    ? undefined
    : writeRoots(scope, backend, certificates.map(({ pem }) => pem).join(''));
}

function writeRoots(scope: Construct, backend: BackendIntent, pem: string): string {
  const namespace = backend.kind === 'Service' ? backend.namespace : undefined;
  const { key, items } = annotationFor(backend, 'the ConfigMap of clientTrust', { namespace });
  const configMap = new ApiObject(scope, 'ClientTrust', {
    apiVersion: 'v1',
    kind: CONFIG_MAP.kind,
    metadata: { namespace, annotations: { [key]: items.join(',') } },
    data: { 'ca.crt': pem },
  });
  return configMap.name;
}

function annotationFor(
  backend: BackendIntent,
  subject: string,
  { namespace }: Pick<PatchTarget, 'namespace'>,
): ListAnnotation {
  return {
    key: VERIFIES_CLIENTS_ANNOTATION,
    items: [serviceText(backend, subject, namespace)],
    reason: 'without this annotation a rotation cannot be proven, since nothing says which clients the backend accepts',
  };
}

function targetOf({ kind, source, name, namespace }: CaReference, backend: BackendIntent): PatchTarget {
  if (kind === 'ClusterTrustBundle') {
    throw new Refusal({
      rule: 'schema/invalid-value',
      message: `clientTrust is ClusterTrustBundle ${name}; ConfigMaps, Secrets and trust-manager Bundles can be marked`,
      fix: 'give the roots themselves: TrustAnchors.pem(...)',
    });
  }
  if (source === 'Bundle') {
    return { ...BUNDLE, name };
  }
  const own = namespace ?? (backend.kind === 'Service' ? backend.namespace : undefined);
  return { ...(kind === 'Secret' ? SECRET : CONFIG_MAP), name, ...(own === undefined ? {} : { namespace: own }) };
}
