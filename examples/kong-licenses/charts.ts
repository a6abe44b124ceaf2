import { type App, Chart, Duration } from 'cdk8s';
import { ClientCertificate, KongOperator, LicenseSource, LicenseStore } from '../../src';

/** A certificate that each controller is known to Konnect by; the key never leaves its namespace. */
const konnectClient = ClientCertificate.secret('konnect-client');

/**
 * Two ingress controllers in one cluster, each with a license of its own that outlives an outage of Konnect, a restart
 * and a restore. Nothing of either license is in what is written.
 */
export function build(app: App): void {
  edge(new Chart(app, 'kong-edge', { namespace: 'kong-edge' }));
  internal(new Chart(app, 'kong-internal', { namespace: 'kong-internal' }));
}

/**
 * Kong Ingress Controller 3.5 cannot read back the license that it stores, so it is not asked to: a CronJob keeps the
 * license of its control plane in a Secret, and Kong Gateway starts with that.
 */
function edge(chart: Chart): LicenseStore {
  return new LicenseStore(chart, 'license', {
    ingressControllerName: 'edge',
    serviceAccount: { name: 'edge-kong' },
    source: LicenseSource.konnectSync({
      controlPlaneId: '6f1b2c4e-0d1a-4b7c-9a55-3f0c2f7e9d10',
      clientCertificate: konnectClient,
      address: 'https://eu.kic.api.konghq.com',
      image: 'registry.example.com/tools/node@sha256:5f0a3c9d1e7b64820f3a9c5d7e1b24680a3c5e7f9b1d2c4e6f8091a3b5c7d9e1',
    }),
    alerts: { staleAfter: Duration.hours(24) },
    backup: {},
  });
}

/** Kong Operator 2.2 reads back what it stores; it only needs the Secret to be there, and the right to that one. */
function internal(chart: Chart): LicenseStore {
  return new LicenseStore(chart, 'license', {
    ingressControllerName: 'internal',
    serviceAccount: { name: 'kong-operator' },
    gateway: new KongOperator({ version: '2.2.3' }),
    source: LicenseSource.konnect({
      controlPlaneId: '0b8e4f6a-52c1-4d3e-8f70-91a2b3c4d5e6',
      clientCertificate: konnectClient,
      address: 'https://eu.kic.api.konghq.com',
    }),
    alerts: {},
    backup: {},
  });
}
