// What the platform has in Git: a Gateway with a client certificate, and two backends that want one.
import { BACKENDS, hostnameOf } from './topology.mjs';

const NAMESPACE = 'payments';

/** The manifests with what is trusted, and with certificates that one root issued. */
export function manifestSet({ controllerName, trusted, leaves }) {
  const objects = [
    gatewayClass(controllerName),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: metadata('edge'),
      spec: {
        gatewayClassName: 'edge',
        tls: { backend: { clientCertificateRef: { name: 'edge-client' } } },
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      },
    },
    secret('edge-client', leaves.gateway),
    ...BACKENDS.flatMap((name) => [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: metadata(name),
        spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name, port: 8443 }] }] },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: metadata(name), spec: { ports: [{ name: 'https', port: 8443 }] } },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'BackendTLSPolicy',
        metadata: metadata(name),
        spec: {
          targetRefs: [{ group: '', kind: 'Service', name }],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: `${name}-roots` }],
            hostname: hostnameOf(name),
          },
        },
      },
      roots(`${name}-roots`, trusted),
      roots(`${name}-clients`, trusted, { 'upstream-tls.dev/verifies-clients-of': name }),
      secret(`${name}-tls`, leaves[name], { 'upstream-tls.dev/serves': name }),
    ]),
  ];
  return { manifests: objects.map(toManifest), problems: [] };
}

function gatewayClass(controllerName) {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'edge' },
    spec: { controllerName },
  };
}

function metadata(name, annotations) {
  return { name, namespace: NAMESPACE, ...(annotations && { annotations }) };
}

/** A Secret without its key, as it may stand in Git. */
function secret(name, { pem }, annotations) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(name, annotations),
    data: { 'tls.crt': Buffer.from(pem).toString('base64') },
  };
}

function roots(name, trusted, annotations) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(name, annotations),
    data: { 'ca.crt': trusted.map(({ pem }) => pem).join('') },
  };
}

function toManifest(body) {
  const { apiVersion, kind, metadata } = body;
  return { key: { apiVersion, kind, namespace: metadata.namespace, name: metadata.name }, body };
}
