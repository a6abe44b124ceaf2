import { keysOfObject } from '../../../manifests/graph/data-keys';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { identityOf, type Reference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { formatKey, isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { proxyOf } from './_backends-by-proxy';

/** A Gateway with a client certificate, and its EnvoyProxy with TLS settings for backends. */
interface Meeting {
  readonly gateway: Manifest;
  readonly certificate: Reference;
  readonly proxy: Manifest;
}

/** The Gateway's field was laid over the vendor's as a whole. */
export const envoyproxyReplaced: Rule<CheckContext> = {
  id: 'envoy-gateway/envoyproxy-replaced',
  severity: 'error',
  title: 'Gateway spec.tls.backend replaces all TLS settings that its EnvoyProxy has for backends',
  why:
    'Where a Gateway names a client certificate for backends, Envoy Gateway 1.8 and later do not read spec.backendTLS of the ' +
    'EnvoyProxy at all, even if the certificate cannot be read: TLS versions, cipher suites and ALPN fall back to defaults.',
  fix: 'Set the versions, cipher suites and ALPN on Backends, or the client certificate on the EnvoyProxy.',
  check({ graph, questions }) {
    const meetings = graph.gateways.all().flatMap((gateway) => meetingAt(graph, gateway));
    if (meetings.length === 0) {
      return notApplicable('there is no Gateway with a client certificate whose EnvoyProxy has backendTLS');
    }
    return judgeVendor(questions, 'envoy-gateway', 'ccr', ({ gateway, value }) =>
      resultOf(value === 'honored' ? meetings.flatMap((meeting) => replaced(meeting, describeGateway(gateway))) : []),
    );
  },
};

function meetingAt(graph: ReferenceGraph, gateway: Manifest): readonly Meeting[] {
  const [certificate] = graph.gateways.clientCertificatesOf(gateway);
  const proxy = certificate === undefined ? undefined : proxyOf(graph, gateway);
  return certificate !== undefined && proxy !== undefined && isJsonObject(fieldAt(proxy.body, 'spec', 'backendTLS'))
    ? [{ gateway, certificate, proxy }]
    : [];
}

function replaced({ gateway, certificate, proxy }: Meeting, title: string): readonly RuleFinding[] {
  const lost = fieldsLost(proxy, certificate);
  if (lost.length === 0) {
    return [];
  }
  return [
    {
      manifest: gateway,
      path: certificate.path,
      message: `${title} does not read backendTLS of ${formatKey(proxy.key)} (${lost.join(', ')}) where the Gateway names a client certificate for backends`,
      fix: `set ${lost.join(', ')} in spec.tls of Backends, or name the client certificate in backendTLS of ${formatKey(proxy.key)} instead`,
    },
  ];
}

/** The same certificate in both places is not lost. */
function fieldsLost(proxy: Manifest, certificate: Reference): readonly string[] {
  const name = fieldAt(proxy.body, 'spec', 'backendTLS', 'clientCertificateRef', 'name');
  const same = { ...certificate.to, name: String(name), namespace: proxy.key.namespace };
  const isSame = identityOf(same) === identityOf(certificate.to);
  return keysOfObject(fieldAt(proxy.body, 'spec', 'backendTLS')).filter(
    (field) => !(isSame && field === 'clientCertificateRef'),
  );
}
