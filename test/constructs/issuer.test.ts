import { Chart, Duration, Testing } from 'cdk8s';
import { AcmeSolver } from '../../src/constructs/acme-solver';
import { ClusterIssuer } from '../../src/constructs/cluster-issuer';
import { Issuer } from '../../src/constructs/issuer';
import { type AcmeIssuerOptions, IssuerConfig, type VaultIssuerOptions } from '../../src/constructs/issuer-config';
import { VaultAuth } from '../../src/constructs/vault-auth';
import type { JsonObject } from '../../src/manifests/manifest';
import { createCa, keyPem } from '../trust/pki';

function chart(): Chart {
  return new Chart(Testing.app(), 'test', { namespace: 'payments' });
}

function specOf(config: IssuerConfig): unknown {
  const scope = chart();
  new Issuer(scope, 'ca', { config });
  const namespaced = Testing.synth(scope)[0].spec;
  const cluster = chart();
  new ClusterIssuer(cluster, 'ca', { config });
  expect(Testing.synth(cluster)[0].spec).toEqual(namespaced);
  return namespaced;
}

const VAULT: VaultIssuerOptions = {
  server: 'https://vault.example.com',
  path: 'pki_int/sign/payments',
  auth: VaultAuth.kubernetes({ role: 'cert-manager', serviceAccountName: 'vault-issuer' }),
};
const ACME: AcmeIssuerOptions = {
  server: 'https://acme.example.com/directory',
  privateKeySecretRef: { name: 'acme-account' },
};

describe('Issuer', () => {
  test('stands in the namespace of its chart, and is a reference to itself', () => {
    const scope = chart();
    const issuer = new Issuer(scope, 'ca', { config: IssuerConfig.ca({ secretName: 'payments-root' }) });
    expect(Testing.synth(scope)).toEqual([
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Issuer',
        metadata: { name: issuer.name, namespace: 'payments' },
        spec: { ca: { secretName: 'payments-root' } },
      },
    ]);
    expect(issuer).toMatchObject({ kind: 'Issuer', group: 'cert-manager.io', namespace: 'payments' });
  });

  test('takes labels, annotations and a name', () => {
    const scope = chart();
    const metadata = { name: 'payments-ca', labels: { team: 'payments' } };
    expect(new Issuer(scope, 'ca', { config: IssuerConfig.selfSigned(), metadata }).name).toBe('payments-ca');
    expect(Testing.synth(scope)[0].metadata).toEqual({ ...metadata, namespace: 'payments' });
  });

  test('is referred to by name where it is not in the app', () => {
    expect(Issuer.named('payments-ca')).toEqual({ name: 'payments-ca', kind: 'Issuer', group: 'cert-manager.io' });
    const cluster = { name: 'payments-ca', kind: 'ClusterIssuer', group: 'cert-manager.io' };
    expect(Issuer.clusterIssuer('payments-ca')).toEqual(cluster);
    expect(ClusterIssuer.named('payments-ca')).toEqual(cluster);
    const external = { name: 'step', kind: 'StepClusterIssuer', group: 'certmanager.step.sm' };
    expect(Issuer.external(external)).toEqual(external);
  });

  test.each([
    ['Issuer', () => Issuer.named('Payments CA')],
    ['ClusterIssuer', () => ClusterIssuer.named('Payments CA')],
    ['ClusterIssuer', () => Issuer.clusterIssuer('Payments CA')],
    ['StepIssuer', () => Issuer.external({ name: 'Payments CA', kind: 'StepIssuer', group: 'certmanager.step.sm' })],
  ])('refuses a name that no %s can have', (kind, create) => {
    expect(create).toThrow(
      new Error(
        `"Payments CA" is not a valid ${kind} name, allowed are at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit; give the name of the ${kind}`,
      ),
    );
  });
});

describe('ClusterIssuer', () => {
  test('has no namespace, whatever the chart has', () => {
    const scope = chart();
    const issuer = new ClusterIssuer(scope, 'ca', { config: IssuerConfig.selfSigned() });
    expect(Testing.synth(scope)).toEqual([
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: issuer.name },
        spec: { selfSigned: {} },
      },
    ]);
    expect(issuer).toMatchObject({ kind: 'ClusterIssuer', group: 'cert-manager.io' });
  });

  test('stands in a chart without a namespace too', () => {
    const scope = new Chart(Testing.app(), 'test');
    const issuer = new ClusterIssuer(scope, 'ca', { config: IssuerConfig.selfSigned() });
    expect(Testing.synth(scope)[0].metadata).toEqual({ name: issuer.name });
  });
});

describe('IssuerConfig', () => {
  const secret = { name: 'vault', key: 'value' };
  const addresses = ['http://pki.example.com/root'];

  test.each<[string, IssuerConfig, JsonObject]>([
    [
      'a CA',
      IssuerConfig.ca({
        secretName: 'root',
        crlDistributionPoints: addresses,
        ocspServers: addresses,
        issuingCertificateUrls: addresses,
      }),
      {
        ca: {
          secretName: 'root',
          crlDistributionPoints: addresses,
          ocspServers: addresses,
          issuingCertificateURLs: addresses,
        },
      },
    ],
    [
      'certificates that sign themselves',
      IssuerConfig.selfSigned({ crlDistributionPoints: addresses }),
      { selfSigned: { crlDistributionPoints: addresses } },
    ],
    [
      'Vault by ServiceAccount',
      IssuerConfig.vault({ ...VAULT, namespace: 'team', serverName: 'vault', caBundleSecretRef: { name: 'roots' } }),
      {
        vault: {
          server: 'https://vault.example.com',
          path: 'pki_int/sign/payments',
          namespace: 'team',
          serverName: 'vault',
          caBundleSecretRef: { name: 'roots' },
          auth: { kubernetes: { role: 'cert-manager', serviceAccountRef: { name: 'vault-issuer' } } },
        },
      },
    ],
    [
      'a Venafi service',
      IssuerConfig.venafi({ zone: 'payments', cloud: { apiTokenSecretRef: secret } }),
      { venafi: { zone: 'payments', cloud: { apiTokenSecretRef: secret } } },
    ],
    [
      'an ACME server',
      IssuerConfig.acme({
        ...ACME,
        email: 'ops@example.com',
        preferredChain: 'Example Root X1',
        profile: 'tlsserver',
        disableAccountKeyGeneration: true,
        enableDurationFeature: true,
        externalAccountBinding: { keyId: 'id-7', keySecretRef: { name: 'eab', key: 'mac' } },
        solvers: [
          AcmeSolver.http01Ingress({
            ingressClassName: 'nginx',
            serviceType: 'ClusterIP',
            dnsNames: ['a.example.com'],
          }),
          AcmeSolver.http01GatewayHttpRoute({
            parentRefs: [{ name: 'edge', namespace: 'gateways', sectionName: 'http' }],
            labels: { team: 'edge' },
            matchLabels: { via: 'gateway' },
          }),
          AcmeSolver.dns01(
            { cloudDNS: { project: 'example', serviceAccountSecretRef: { name: 'dns', key: 'key.json' } } },
            { dnsZones: ['example.com'], waitInsteadOfSelfCheck: Duration.seconds(90) },
          ),
        ],
      }),
      {
        acme: {
          server: 'https://acme.example.com/directory',
          privateKeySecretRef: { name: 'acme-account' },
          email: 'ops@example.com',
          preferredChain: 'Example Root X1',
          profile: 'tlsserver',
          disableAccountKeyGeneration: true,
          enableDurationFeature: true,
          externalAccountBinding: { keyID: 'id-7', keySecretRef: { name: 'eab', key: 'mac' } },
          solvers: [
            {
              selector: { dnsNames: ['a.example.com'] },
              http01: { ingress: { ingressClassName: 'nginx', serviceType: 'ClusterIP' } },
            },
            {
              selector: { matchLabels: { via: 'gateway' } },
              http01: {
                gatewayHTTPRoute: {
                  parentRefs: [{ kind: 'Gateway', name: 'edge', namespace: 'gateways', sectionName: 'http' }],
                  labels: { team: 'edge' },
                },
              },
            },
            {
              selector: { dnsZones: ['example.com'] },
              waitInsteadOfSelfCheck: '90s',
              dns01: { cloudDNS: { project: 'example', serviceAccountSecretRef: { name: 'dns', key: 'key.json' } } },
            },
          ],
        },
      },
    ],
  ])('writes %s', (_, config, spec) => {
    expect(specOf(config)).toEqual(spec);
  });

  test.each<[string, VaultAuth, JsonObject]>([
    ['a token', VaultAuth.token(secret), { tokenSecretRef: secret }],
    [
      'AppRole',
      VaultAuth.appRole({ path: 'approle', roleId: 'r-1', secretRef: secret }),
      { appRole: { path: 'approle', roleId: 'r-1', secretRef: secret } },
    ],
    [
      'a token of a ServiceAccount that is asked for',
      VaultAuth.kubernetes({ role: 'r', mountPath: '/v1/auth/k8s', serviceAccountName: 'sa', audiences: ['vault'] }),
      { kubernetes: { role: 'r', mountPath: '/v1/auth/k8s', serviceAccountRef: { name: 'sa', audiences: ['vault'] } } },
    ],
    [
      'a token of a ServiceAccount that is kept',
      VaultAuth.kubernetes({ role: 'r', secretRef: secret }),
      { kubernetes: { role: 'r', secretRef: secret } },
    ],
    [
      'a client certificate',
      VaultAuth.clientCertificate({ secretName: 'vault-client', name: 'payments', mountPath: '/v1/auth/cert' }),
      { clientCertificate: { secretName: 'vault-client', name: 'payments', mountPath: '/v1/auth/cert' } },
    ],
    [
      'AWS IAM',
      VaultAuth.aws({
        role: 'r',
        region: 'eu-central-1',
        serviceAccountName: 'sa',
        iamRoleArn: 'arn:aws:iam::1:role/r',
      }),
      {
        aws: {
          role: 'r',
          region: 'eu-central-1',
          serviceAccountRef: { name: 'sa' },
          iamRoleArn: 'arn:aws:iam::1:role/r',
        },
      },
    ],
  ])('logs in to Vault by %s', (_, auth, expected) => {
    expect(specOf(IssuerConfig.vault({ ...VAULT, auth }))).toMatchObject({ vault: { auth: expected } });
  });

  test('writes the roots of a server in base64', () => {
    const { pem } = createCa();
    const caBundle = Buffer.from(pem).toString('base64');
    expect(specOf(IssuerConfig.vault({ ...VAULT, caBundle: pem }))).toMatchObject({ vault: { caBundle } });
    expect(specOf(IssuerConfig.acme({ ...ACME, caBundle: pem }))).toMatchObject({ acme: { caBundle } });
  });
});

const http01 = (changed: object): AcmeIssuerOptions => ({ ...ACME, solvers: [AcmeSolver.http01Ingress(changed)] });
const dns01 = (spec: JsonObject): AcmeIssuerOptions => ({ ...ACME, solvers: [AcmeSolver.dns01(spec)] });
const vaultAuth = (auth: VaultAuth): VaultIssuerOptions => ({ ...VAULT, auth });

describe('Issuer refuses', () => {
  test.each<[string, () => IssuerConfig, string]>([
    [
      'a CA without a Secret',
      () => IssuerConfig.ca({ secretName: '' }),
      'ca.secretName is empty; name the Secret with the key pair of the CA (cert-manager/spec-rejected)',
    ],
    [
      'a revocation list at no address',
      () => IssuerConfig.ca({ secretName: 'root', crlDistributionPoints: ['root.crl'] }),
      'ca.crlDistributionPoints[0] "root.crl" is not an address; give an absolute URL such as http://pki.example.com/root.crl (cert-manager/spec-rejected)',
    ],
    [
      'an empty address of a certificate that signs itself',
      () => IssuerConfig.selfSigned({ crlDistributionPoints: [''] }),
      'selfSigned.crlDistributionPoints[0] "" is not an address; give an absolute URL such as http://pki.example.com/root.crl (cert-manager/spec-rejected)',
    ],
    [
      'a Vault without a server',
      () => IssuerConfig.vault({ ...VAULT, server: '' }),
      'vault.server is empty; give the server (cert-manager/spec-rejected)',
    ],
    [
      'a Vault path that climbs',
      () => IssuerConfig.vault({ ...VAULT, path: 'pki/../sys' }),
      'vault.path "pki/../sys" has a segment "..", which is not allowed; write the path from the root of Vault (cert-manager/spec-rejected)',
    ],
    [
      'roots of Vault given twice',
      () => IssuerConfig.vault({ ...VAULT, caBundle: createCa().pem, caBundleSecretRef: { name: 'roots' } }),
      'vault.caBundleSecretRef is set beside caBundle; keep one of the two (cert-manager/spec-rejected)',
    ],
    [
      'a client certificate for Vault without its key',
      () => IssuerConfig.vault({ ...VAULT, clientCertSecretRef: { name: 'client', key: 'tls.crt' } }),
      'vault.clientKeySecretRef is missing beside clientCertSecretRef; give the certificate and its key together (cert-manager/spec-rejected)',
    ],
    [
      'a client key for Vault without its certificate',
      () => IssuerConfig.vault({ ...VAULT, clientKeySecretRef: { name: 'client', key: 'tls.key' } }),
      'vault.clientCertSecretRef is missing beside clientKeySecretRef; give the certificate and its key together (cert-manager/spec-rejected)',
    ],
    [
      'a token from nowhere',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.token({ name: '' }))),
      'vault.auth.tokenSecretRef.name is empty; give the name (cert-manager/spec-rejected)',
    ],
    [
      'AppRole without a role',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.appRole({ path: 'approle', roleId: '', secretRef: { name: 's' } }))),
      'vault.auth.appRole.roleId is empty; give the roleId (cert-manager/spec-rejected)',
    ],
    [
      'AppRole without a secret',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.appRole({ path: 'approle', roleId: 'r', secretRef: { name: '' } }))),
      'vault.auth.appRole.secretRef.name is empty; give the name (cert-manager/spec-rejected)',
    ],
    [
      'a Kubernetes login without a token',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.kubernetes({ role: 'r' }))),
      'vault.auth.kubernetes has neither secretRef nor serviceAccountRef; give exactly one, serviceAccountRef if you can (cert-manager/spec-rejected)',
    ],
    [
      'a Kubernetes login with two tokens',
      () =>
        IssuerConfig.vault(
          vaultAuth(VaultAuth.kubernetes({ role: 'r', serviceAccountName: 'sa', secretRef: { name: 's' } })),
        ),
      'vault.auth.kubernetes has both secretRef and serviceAccountRef; give exactly one, serviceAccountRef if you can (cert-manager/spec-rejected)',
    ],
    [
      'a mount path that climbs',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.clientCertificate({ mountPath: '/v1/../sys' }))),
      'vault.auth.clientCertificate.mountPath "/v1/../sys" has a segment "..", which is not allowed; write the path from the root of Vault (cert-manager/spec-rejected)',
    ],
    [
      'an AWS login that assumes no role',
      () => IssuerConfig.vault(vaultAuth(VaultAuth.aws({ role: 'r', serviceAccountName: 'sa' }))),
      'vault.auth.aws.iamRoleArn is empty beside serviceAccountRef; name the AWS role that the ServiceAccount assumes (cert-manager/spec-rejected)',
    ],
    [
      'an ACME server without an address',
      () => IssuerConfig.acme({ ...ACME, server: '' }),
      'acme.server is empty; give the URL of the ACME directory (cert-manager/spec-rejected)',
    ],
    [
      'an ACME account without a Secret',
      () => IssuerConfig.acme({ ...ACME, privateKeySecretRef: { name: '' } }),
      'acme.privateKeySecretRef.name is empty; name the Secret that keeps the account key (cert-manager/spec-rejected)',
    ],
    [
      'a preferred chain over 64 characters',
      () => IssuerConfig.acme({ ...ACME, preferredChain: 'a'.repeat(65) }),
      'acme.preferredChain has more than 64 characters; give the common name of the chain (cert-manager/spec-rejected)',
    ],
    [
      'an account binding without a key id',
      () =>
        IssuerConfig.acme({ ...ACME, externalAccountBinding: { keyId: '', keySecretRef: { name: 's', key: 'k' } } }),
      'acme.externalAccountBinding.keyID is empty; give the key id that the CA gave you (cert-manager/spec-rejected)',
    ],
    [
      'an account binding without a key',
      () =>
        IssuerConfig.acme({ ...ACME, externalAccountBinding: { keyId: 'i', keySecretRef: { name: 's', key: '' } } }),
      'acme.externalAccountBinding.keySecretRef.key is empty; name the Secret and its key (cert-manager/spec-rejected)',
    ],
    [
      'two ways to an Ingress',
      () => IssuerConfig.acme(http01({ ingressClassName: 'nginx', name: 'web' })),
      'acme.solvers[0].http01.ingress has ingressClassName and name; keep one, ingressClassName for a new Ingress (cert-manager/spec-rejected)',
    ],
    [
      'an IngressClass that cannot exist',
      () => IssuerConfig.acme(http01({ ingressClassName: 'azure/application-gateway' })),
      'acme.solvers[0].http01.ingress.ingressClassName "azure/application-gateway" is not a name of an IngressClass; use class for the value of the old annotation (cert-manager/spec-rejected)',
    ],
    [
      'a load balancer for a solver',
      () => IssuerConfig.acme(http01({ serviceType: 'LoadBalancer' })),
      'acme.solvers[0].http01.ingress.serviceType "LoadBalancer" is not allowed, allowed are ClusterIP, NodePort; leave it out for NodePort (cert-manager/spec-rejected)',
    ],
    [
      'a Gateway without a name',
      () =>
        IssuerConfig.acme({ ...ACME, solvers: [AcmeSolver.http01GatewayHttpRoute({ parentRefs: [{ name: '' }] })] }),
      'acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0].name is empty; name the Gateway (cert-manager/spec-rejected)',
    ],
    [
      'a DNS solver without a provider',
      () => IssuerConfig.acme(dns01({ cnameStrategy: 'Follow' })),
      'acme.solvers[0].dns01 has no provider; give exactly one of akamai, azureDNS, cloudDNS, cloudflare, route53, acmeDNS, digitalocean, rfc2136, webhook (cert-manager/spec-rejected)',
    ],
    [
      'a DNS solver with two providers',
      () => IssuerConfig.acme(dns01({ route53: {}, cloudDNS: { project: 'p' } })),
      'acme.solvers[0].dns01 has cloudDNS and route53; give exactly one of akamai, azureDNS, cloudDNS, cloudflare, route53, acmeDNS, digitalocean, rfc2136, webhook (cert-manager/spec-rejected)',
    ],
    [
      'a Venafi service without a zone',
      () => IssuerConfig.venafi({ cloud: { apiTokenSecretRef: { name: 's' } } }),
      'venafi.zone is empty; name the zone or policy folder (cert-manager/spec-rejected)',
    ],
    [
      'two Venafi services',
      () => IssuerConfig.venafi({ zone: 'z', cloud: {}, tpp: {} }),
      'venafi has tpp and cloud of tpp, cloud, ngts; give exactly one of them (cert-manager/spec-rejected)',
    ],
  ])('%s', (_, config, message) => {
    expect(() => new Issuer(chart(), 'ca', { config: config() })).toThrow(
      new Error(`Issuer "ca" [test/ca]: ${message}`),
    );
    expect(() => new ClusterIssuer(chart(), 'ca', { config: config() })).toThrow(
      new Error(`ClusterIssuer "ca" [test/ca]: ${message}`),
    );
  });

  test('a private key among the roots of a server, without repeating it', () => {
    const ca = createCa();
    const caBundle = `${ca.pem}${keyPem(ca)}`;
    const message = messageOf(() => IssuerConfig.vault({ ...VAULT, caBundle }));
    expect(message).toContain('private key');
    expect(
      keyPem(ca)
        .split('\n')
        .slice(1, 3)
        .filter((line) => message.includes(line)),
    ).toEqual([]);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was refused');
}
