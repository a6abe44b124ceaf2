import type { ManifestSet } from '../../src/manifests/manifest';
import { checkRotation } from '../../src/rotation/check-rotation';
import type { Identity } from '../trust/pki';
import { roots as authorities } from './certificates';
import { certificate, HOP, policy, roots, setOf, VERIFIES_CLIENTS } from './payments';

const { a, b } = authorities;

/** A ClusterIssuer that says under which CA it issues, or does not. */
function issuer(name: string, ca?: Identity): string {
  const annotations =
    ca === undefined ? '' : `, annotations: { upstream-tls.dev/issues-under: ${JSON.stringify(ca.pem)} }`;
  return `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: ${name}${annotations} }
spec: { ca: { secretName: ${name} } }
`;
}

function platform(issuedBy: string, trusted: readonly Identity[], ...issuers: readonly string[]): ManifestSet {
  return setOf(
    HOP,
    ...issuers,
    policy('roots'),
    roots('roots', trusted),
    roots('client-roots', trusted, VERIFIES_CLIENTS),
    certificate('ledger-tls', issuedBy, 'server auth'),
    certificate('edge-client', issuedBy, 'client auth'),
  );
}

const BOTH = [issuer('one', a), issuer('two', b)];

describe('the CA that an issuer says it issues under', () => {
  test.each([
    ['is trusted before and after', platform('one', [a, b], ...BOTH), platform('two', [a, b], ...BOTH), 'safe'],
    ['is not trusted after', platform('one', [a], ...BOTH), platform('two', [a], ...BOTH), 'unsafe'],
    ['is trusted too late', platform('one', [a], ...BOTH), platform('two', [a, b], ...BOTH), 'unsafe'],
    [
      'is not said',
      platform('one', [a, b], issuer('one'), issuer('two')),
      platform('two', [a, b], issuer('one'), issuer('two')),
      'unproven',
    ],
    ['becomes another one', platform('one', [a], issuer('one', a)), platform('one', [a], issuer('one', b)), 'unsafe'],
  ])('%s', (_, before, after, verdict) => {
    expect(checkRotation(before, after).verdict).toBe(verdict);
  });

  test('yields to the certificate in the Secret of the CA', () => {
    const secret = `
apiVersion: v1
kind: Secret
metadata: { name: one, namespace: cert-manager }
data: { tls.crt: ${Buffer.from(b.pem).toString('base64')} }
`;
    const before = platform('one', [a], issuer('one', a));
    const after = platform('one', [a], issuer('one', a), secret);

    expect(checkRotation(before, after).interleaving?.story).toContain('issued by CA "CN=root b"');
  });

  test.each([
    ['is no PEM text', 'root a'],
    ['is empty', ''],
  ])('is not known where the text %s', (_, text) => {
    const said = issuer('two').replace(
      'name: two',
      `name: two, annotations: { upstream-tls.dev/issues-under: "${text}" }`,
    );
    const before = platform('one', [a, b], issuer('one', a), said);

    expect(checkRotation(before, platform('two', [a, b], issuer('one', a), said)).verdict).toBe('unproven');
  });
});
