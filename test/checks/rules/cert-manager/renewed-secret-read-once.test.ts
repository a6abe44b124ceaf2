import { renewedSecretReadOnce } from '../../../../src/checks/rules/cert-manager/renewed-secret-read-once';
import { findingsOf, verdictOf } from '../_rule';
import { certificate, documents, leaf, OTHER } from './_certificates';

const VOLUME = '{ name: tls, secret: { secretName: ledger-tls } }';
const FOLDER = 'volumeMounts: [{ name: tls, mountPath: /tls }]';
const SUB_PATH = 'volumeMounts: [{ name: tls, mountPath: /tls/tls.crt, subPath: tls.crt }]';
const RELOADER = 'secret.reloader.stakater.com/reload: "other, ledger-tls"';

/** A Deployment whose one container has the fields given. */
function deployment(container: string, { volumes = VOLUME, annotations = '', namespace = 'payments' } = {}): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: ${namespace}, annotations: { ${annotations} } }
spec:
  selector: { matchLabels: { app: ledger } }
  template:
    metadata: { labels: { app: ledger } }
    spec:
      containers: [{ name: ledger, image: ledger, ${container} }]
      volumes: [${volumes}]
`;
}

describe('cert-manager/renewed-secret-read-once', () => {
  test.each([
    ['mounts it as a folder', deployment(FOLDER)],
    ['is restarted by Reloader', deployment(SUB_PATH, { annotations: RELOADER })],
    ['is restarted by Wave', deployment(SUB_PATH, { annotations: 'wave.pusher.com/update-on-config-change: "true"' })],
  ])('passes a workload that %s', (_, workload) => {
    expect(verdictOf(renewedSecretReadOnce, documents(leaf(), workload))).toBe('pass');
  });

  test.each([
    [
      'mounts it by subPath',
      deployment(SUB_PATH),
      'mount Secret payments/ledger-tls as a folder, or set the annotation secret.reloader.stakater.com/reload: ledger-tls',
    ],
    [
      'reads it as environment variables',
      deployment('envFrom: [{ secretRef: { name: ledger-tls } }]', { volumes: '' }),
      'mount Secret payments/ledger-tls as a folder, or set the annotation secret.reloader.stakater.com/reload: ledger-tls',
    ],
    [
      'names its file in KONG_CLIENT_SSL_CERT, which Kong Gateway reads when it starts',
      deployment(`env: [{ name: KONG_CLIENT_SSL_CERT, value: /tls/tls.crt }], ${FOLDER}`),
      'set the annotation secret.reloader.stakater.com/reload: ledger-tls',
    ],
  ])('finds a workload that %s', (how, workload, fix) => {
    expect(findingsOf(renewedSecretReadOnce, documents(leaf(), workload))).toEqual([
      {
        severity: 'warning',
        object: 'Deployment payments/ledger',
        path: 'spec.template.spec',
        message: `Secret payments/ledger-tls is renewed by Certificate payments/ledger, and the workload ${how}: its pods keep the certificate that they started with, which ends after 2160h`,
        fix,
      },
    ]);
  });

  test.each([
    ['a Secret of another namespace', documents(leaf(), deployment(SUB_PATH, { namespace: 'risk' }))],
    ['a Secret that no Certificate renews', deployment(SUB_PATH)],
    [
      'a certificate that is left alone',
      documents(certificate('dnsNames: [a.example.com]\nrenewal: { policy: Disabled }'), deployment(SUB_PATH)),
    ],
    ['something else', OTHER],
  ])('does not apply to %s', (_, yaml) => {
    expect(verdictOf(renewedSecretReadOnce, yaml)).toBe(
      'not applicable: no workload reads a Secret that a Certificate of the set renews',
    );
  });
});
