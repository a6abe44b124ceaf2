import { leadTooShort } from '../../../../src/checks/rules/rotation/lead-too-short';
import { findingsOf, verdictOf } from '../_rule';

/** A CA and a leaf below it, both renewed by cert-manager. Times in hours; none where the defaults are to hold. */
interface Chart {
  readonly title: string;
  readonly ca?: readonly [duration: number, renewBefore: number];
  readonly leaf?: readonly [duration: number, renewBefore: number];
}

function times(pair: Chart['ca']): string {
  return pair === undefined ? '' : `duration: ${pair[0]}h, renewBefore: ${pair[1]}h, `;
}

const manifests = ({ ca, leaf }: Chart, policy = 'RenewBefore') => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: root, namespace: cert-manager }
spec: { isCA: true, commonName: root, secretName: root, ${times(ca)} renewal: { policy: ${policy} }, issuerRef: { kind: ClusterIssuer, name: self-signed } }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: root }
spec: { ca: { secretName: root } }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: ledger, namespace: payments }
spec: { secretName: ledger, dnsNames: [ledger.test], ${times(leaf)} issuerRef: { kind: ClusterIssuer, name: root } }
`;

describe('what broke in production is found, with the worst gap', () => {
  test.each<Chart & { readonly message: string; readonly needed: string }>([
    {
      title: 'the defaults of cert-manager, for CA and leaf',
      message:
        'the certificate is issued anew every 1440h, and Certificate cert-manager/root is renewed 720h before its end, where 1441.5h are needed: it may be in use for 720h under a CA that has ended',
      needed: '1441.5h',
    },
    {
      title: 'the Pulsar chart',
      ca: [2160, 360],
      leaf: [2160, 360],
      message:
        'the certificate is issued anew every 1800h, and Certificate cert-manager/root is renewed 360h before its end, where 1801.5h are needed: it may be in use for 1440h under a CA that has ended',
      needed: '1801.5h',
    },
    {
      title: 'the KEDA chart before kedacore/charts#712',
      ca: [8760, 720],
      leaf: [8760, 5840],
      message:
        'the certificate is issued anew every 2920h, and Certificate cert-manager/root is renewed 720h before its end, where 2921.5h are needed: it may be in use for 2200h under a CA that has ended',
      needed: '2921.5h',
    },
  ])('$title', ({ message, needed, ...chart }) => {
    expect(findingsOf(leadTooShort, manifests(chart))).toEqual([
      {
        severity: 'error',
        object: 'Certificate payments/ledger',
        path: '',
        message,
        fix: `set renewBefore of Certificate cert-manager/root to ${needed} or more, or renew this certificate more often`,
      },
    ]);
  });
});

test.each<Chart>([
  { title: 'the KEDA chart since kedacore/charts#712', ca: [43800, 14600], leaf: [8760, 5840] },
  { title: 'the documentation of Linkerd', ca: [8760, 7320], leaf: [48, 25] },
])('what is right passes: $title', (chart) => {
  expect(verdictOf(leadTooShort, manifests(chart))).toBe('pass');
});

test('a leaf that outlives the lead is a warning where it is renewed in time', () => {
  expect(findingsOf(leadTooShort, manifests({ title: '', ca: [8760, 4380], leaf: [4500, 4000] }))).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.duration',
      message:
        'a certificate of 4500h that is not renewed in time outlives Certificate cert-manager/root, which is renewed 4380h before its end',
      fix: 'renew Certificate cert-manager/root 4500h before its end, or shorten the duration to 4380h',
    },
  ]);
});

test.each([
  ['there is no CA', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: payments }'],
  ['nobody renews the CA', manifests({ title: '' }, 'Disabled')],
])('does not apply where %s', (_, yaml) => {
  expect(verdictOf(leadTooShort, yaml)).toBe(
    'not applicable: no Certificate is issued by a CA that another Certificate of the set renews',
  );
});

test('the wait for a renewal window of the leaf counts', () => {
  const chart = { title: 'a month at the edge', ca: [2160, 720], leaf: [720, 240] } as const;
  const windows = 'renewal: { policy: RenewBefore, windows: [{ cron: "0 2 1,15 * *", windowDuration: 4h }] }, ';
  const windowed = manifests(chart).replace('dnsNames', `${windows}dnsNames`);
  expect(verdictOf(leadTooShort, manifests(chart))).toBe('pass');
  expect(findingsOf(leadTooShort, windowed).map(({ message }) => message)).toEqual([
    'the certificate is issued anew every 720h, and Certificate cert-manager/root is renewed 720h before its end, where 721.5h are needed',
  ]);
});
