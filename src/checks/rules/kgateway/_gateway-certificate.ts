import { fieldOf } from '../../../manifests/graph/json-fields';
import type { Attachment } from '../../../manifests/graph/policies';
import type { Reference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { isRunBy } from '../_applicable-gateways';
import { backendConfigPolicies } from './_backend-config-policy';

/** A BackendConfigPolicy on a backend that a Gateway of kgateway reaches with a client certificate of its own. */
export interface MeetingCertificate {
  readonly attachment: Attachment;
  readonly gateway: Manifest;
  /** Where the Gateway names its certificate. */
  readonly certificate: Reference;
}

/** The Gateways of kgateway alone that present a client certificate. */
export function gatewaysWithCertificate({ graph }: CheckContext): readonly Manifest[] {
  return graph.gateways.all().filter((gateway) => graph.gateways.clientCertificatesOf(gateway).length > 0);
}

/** Where policies that are asked about meet a client certificate of a Gateway, each policy and Gateway once. */
export function meetingCertificates(
  context: CheckContext,
  isAskedAbout: (policy: Manifest) => boolean,
): readonly MeetingCertificate[] {
  const { index, graph } = context;
  return backendConfigPolicies(index)
    .filter(isAskedAbout)
    .flatMap((policy) => {
      const met = new Map<Manifest, MeetingCertificate>();
      for (const attachment of graph.policies.targetsOf(policy)) {
        for (const { gateway } of graph.routes.gatewaysReaching(attachment.target)) {
          const manifest =
            gateway === undefined || !isRunBy(context, gateway, 'kgateway') ? undefined : index.find(gateway);
          const [certificate] = manifest === undefined ? [] : graph.gateways.clientCertificatesOf(manifest);
          if (manifest !== undefined && certificate !== undefined && !met.has(manifest)) {
            met.set(manifest, { attachment, gateway: manifest, certificate });
          }
        }
      }
      return [...met.values()];
    });
}

/** A field of a policy's `spec`. */
export function specField({ body }: Manifest, name: string) {
  return fieldOf(fieldOf(body, 'spec'), name);
}
