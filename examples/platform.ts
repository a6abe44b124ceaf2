import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Gateway, HttpRoute } from '../imports/gateway.networking.k8s.io';
import { type BackendRef, TrustAnchors } from '../src';

/** The examples lie in `examples/` and in `lib/examples/` once compiled; the certificates only in the former. */
const PKI = join(__dirname.replace(/\blib[\\/]examples$/, 'examples'), 'pki');

/** The root that issues the server certificates of a team. */
export function rootOf(team: 'payments' | 'risk'): TrustAnchors {
  return TrustAnchors.pem(rootCertificate(team));
}

/** The certificate of a root as PEM text. */
export function rootCertificate(name: 'payments' | 'payments-next' | 'risk'): string {
  return readFileSync(join(PKI, `${name}-root.pem`), 'utf8');
}

/** A Service of the platform with one TLS port. */
export function tlsService(scope: Construct, name: string): Service {
  const service = new Service(scope, name, { metadata: { name }, ports: [{ name: 'https', port: 8443 }] });
  service.selectLabel('app', name);
  return service;
}

/** A Service of the platform with one plaintext port. */
export function plainService(scope: Construct, name: string): Service {
  const service = new Service(scope, name, { metadata: { name }, ports: [{ name: 'http', port: 8080 }] });
  service.selectLabel('app', name);
  return service;
}

/** The name in a Service's certificate. */
export function dnsNameOf(service: Service, chart: Chart): string {
  return `${service.name}.${chart.namespace}.svc.cluster.local`;
}

/** The Gateway of the platform. */
export function edgeGateway(scope: Construct, gatewayClassName: string): Gateway {
  return new Gateway(scope, 'Edge', {
    metadata: { name: 'edge' },
    spec: {
      gatewayClassName,
      listeners: [
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          tls: { certificateRefs: [{ name: 'edge-server' }] },
        },
      ],
    },
  });
}

/** A route from the edge to one backend. */
export function route(scope: Construct, id: string, path: string, backendRef: BackendRef): HttpRoute {
  return new HttpRoute(scope, id, {
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'gateways' }],
      rules: [{ matches: [{ path: { value: path } }], backendRefs: [backendRef] }],
    },
  });
}

/** What a route points at when the backend is the Service itself. */
export function serviceRef(service: Service, namespace?: string): BackendRef {
  return { group: '', kind: 'Service', name: service.name, namespace, port: service.port };
}
