import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, PASS, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { backendConfigPolicies } from './_backend-config-policy';
import {
  gatewaysWithCertificate,
  type MeetingCertificate,
  meetingCertificates,
  specField,
} from './_gateway-certificate';

/** The PROXY protocol wraps the TLS settings, where kgateway does not look for them. */
export const proxyProtocolDropsCcr: Rule<CheckContext> = {
  id: 'kgateway/proxy-protocol-drops-ccr',
  severity: 'error',
  title: 'The client certificate of a Gateway is lost where a BackendConfigPolicy sets upstreamProxyProtocol',
  why:
    'kgateway puts the certificate of Gateway spec.tls.backend into the connection settings only where these are plain TLS. With ' +
    'upstreamProxyProtocol they are wrapped, and the certificate is left out in silence.',
  fix: 'Present the certificate by the BackendConfigPolicy itself, or drop upstreamProxyProtocol.',
  check(context) {
    if (!backendConfigPolicies(context.index).some(setsProxyProtocol)) {
      return notApplicable('there is no BackendConfigPolicy with upstreamProxyProtocol');
    }
    if (gatewaysWithCertificate(context).length === 0) {
      return notApplicable('there is no Gateway with a client certificate');
    }
    const meetings = meetingCertificates(context, setsProxyProtocol).filter(({ attachment }) =>
      hasTls(context.graph, attachment.target),
    );
    if (meetings.length === 0) {
      return PASS;
    }
    return judgeVendor(context.questions, 'kgateway', 'ccr', ({ gateway, value }) =>
      resultOf(value === 'honored' ? meetings.map((meeting) => dropped(meeting, describeGateway(gateway))) : []),
    );
  },
};

/** A plaintext backend is shown no certificate anyway. */
function hasTls(graph: ReferenceGraph, target: ObjectReference): boolean {
  return graph.tlsSettings
    .of(target)
    .some(({ implementations }) => implementations === undefined || implementations.includes('kgateway'));
}

function setsProxyProtocol(policy: Manifest): boolean {
  return isJsonObject(specField(policy, 'upstreamProxyProtocol'));
}

function dropped({ attachment, gateway, certificate }: MeetingCertificate, title: string): RuleFinding {
  return {
    manifest: attachment.policy,
    path: ['spec', 'upstreamProxyProtocol'],
    message: `with upstreamProxyProtocol ${title} does not present ${formatReference(certificate.to)} of ${formatKey(gateway.key)} to ${formatReference(attachment.target)}`,
    fix: `present the certificate by spec.tls.secretRef of this policy and remove it from ${formatKey(gateway.key)}, or drop upstreamProxyProtocol`,
  };
}
