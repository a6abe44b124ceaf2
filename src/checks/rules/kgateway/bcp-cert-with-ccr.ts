import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldOf } from '../../../manifests/graph/json-fields';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, PASS, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { secretOf, type TlsPolicy, tlsPolicies } from './_backend-config-policy';
import { gatewaysWithCertificate, type MeetingCertificate, meetingCertificates } from './_gateway-certificate';

/** The certificate of the Gateway is put into the connection settings last. */
export const bcpCertWithCcr: Rule<CheckContext> = {
  id: 'kgateway/bcp-cert-with-ccr',
  severity: 'error',
  title: 'The client certificate of a BackendConfigPolicy is overwritten by that of a Gateway',
  why:
    'kgateway writes the certificate of Gateway spec.tls.backend over the one of a BackendConfigPolicy, without a condition ' +
    'on either object. The backend is shown another client than the policy names (review of kgateway-dev/kgateway#14510).',
  fix: 'Keep one of the two: the certificate of the Gateway for all backends, or one BackendConfigPolicy per backend.',
  check(context) {
    const certificates = policyCertificates(context);
    if (certificates.size === 0) {
      return notApplicable('there is no BackendConfigPolicy with a client certificate');
    }
    if (gatewaysWithCertificate(context).length === 0) {
      return notApplicable('there is no Gateway with a client certificate');
    }
    const meetings = meetingCertificates(context, (policy) => certificates.has(policy));
    if (meetings.length === 0) {
      return PASS;
    }
    return judgeVendor(context.questions, 'kgateway', 'ccr', ({ gateway, value }) =>
      resultOf(
        value !== 'honored'
          ? []
          : meetings.flatMap((meeting) =>
              overwritten(meeting, certificates.get(meeting.attachment.policy), describeGateway(gateway)),
            ),
      ),
    );
  },
};

/** What policies present, of those that do. */
function policyCertificates({ index, graph }: CheckContext): ReadonlyMap<Manifest, ObjectReference> {
  return new Map(
    tlsPolicies(index).flatMap((policy) => {
      const secret = presentedBy(graph, policy);
      return secret === undefined ? [] : [[policy.policy, secret]];
    }),
  );
}

function presentedBy(graph: ReferenceGraph, policy: TlsPolicy): ObjectReference | undefined {
  const secret = secretOf(graph, policy);
  const isPresented = secret !== undefined && fieldOf(policy.tls, 'simpleTLS') !== true;
  // A Secret outside the set is taken for a pair, as most are, unless it is known to hold none.
  return isPresented && hasKey(graph.keysOf(secret), 'tls.crt') !== 'no' ? secret : undefined;
}

function overwritten(
  { attachment, gateway, certificate }: MeetingCertificate,
  secret: ObjectReference | undefined,
  title: string,
): readonly RuleFinding[] {
  // The same certificate over itself changes nothing.
  if (secret === undefined || (secret.name === certificate.to.name && secret.namespace === certificate.to.namespace)) {
    return [];
  }
  return [
    {
      manifest: attachment.policy,
      path: ['spec', 'tls', 'secretRef', 'name'],
      message: `${title} presents ${formatReference(certificate.to)} of ${formatKey(gateway.key)} to ${formatReference(attachment.target)}, over ${formatReference(secret)} of this policy`,
      fix: `remove the client certificate of ${formatKey(gateway.key)}, or replace this policy's tls with a BackendTLSPolicy`,
    },
  ];
}
