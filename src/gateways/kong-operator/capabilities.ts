import { type CapabilityRow, CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';
import { kongCapabilityRows } from '../kong/capabilities';

/** Releases that were read, up to 2.3.0-rc.3, from which 2.3 is inferred. */
const SINCE_2_0 = '>=2.0.0 <2.4.0';
const SINCE_2_2 = '>=2.2.0 <2.4.0';

const DUPLICATES = 'Kong/kong-operator#4875, #4876 and #4877';
const DECODES_ONCE = 'Kong/kong-operator#3610 and #3673';

const selectorLabels: CapabilityRow = {
  capability: 'selectorLabels',
  versions: SINCE_2_0,
  value: { ConfigMap: 'konghq.com/configmap', Secret: 'konghq.com/secret' },
  evidence: 'Kong/kong-operator#1922 and #3012: objects without the label do not exist for the operator',
};

const rows: readonly CapabilityRow[] = [
  ...kongCapabilityRows(SINCE_2_0),
  selectorLabels,
  duplicatesRefused('>=2.0.0 <2.0.11'),
  duplicatesTaken('>=2.0.11 <2.1.0'),
  duplicatesRefused('>=2.1.0 <2.1.9'),
  duplicatesTaken('>=2.1.9 <2.2.0'),
  duplicatesRefused('>=2.2.0 <2.2.3'),
  duplicatesTaken('>=2.2.3 <2.3.0-rc.1'),
  {
    capability: 'caIdDuplicate',
    versions: '>=2.3.0-rc.1 <2.4.0',
    value: 'unknown',
    evidence: `whether 2.3 has ${DUPLICATES} is not established`,
  },
  ...licenseUnread('>=2.0.0 <2.0.8'),
  ...licenseKept('>=2.0.8 <2.1.0'),
  ...licenseUnread('>=2.1.0 <2.1.3'),
  ...licenseKept('>=2.1.3 <2.4.0'),
  { capability: 'kongLicense', versions: SINCE_2_0, value: 'read', evidence: 'source' },
  {
    capability: 'pluginNamespaces',
    versions: SINCE_2_0,
    value: 'granted',
    evidence: 'source; Kong/kubernetes-ingress-controller#5965 and #6295',
  },
];

function duplicatesRefused(versions: string): CapabilityRow {
  const evidence = `inferred: before ${DUPLICATES}`;
  return { capability: 'caIdDuplicate', versions, value: 'push-fails', evidence };
}

function duplicatesTaken(versions: string): CapabilityRow {
  return { capability: 'caIdDuplicate', versions, value: 'oldest-wins', evidence: DUPLICATES };
}

function licenseUnread(versions: string): readonly CapabilityRow[] {
  const evidence = `before ${DECODES_ONCE}`;
  return [
    { capability: 'licenseStorage', versions, value: 'write-only', evidence },
    { capability: 'licenseForm', versions, value: 'base64-text', evidence },
  ];
}

function licenseKept(versions: string): readonly CapabilityRow[] {
  return [
    { capability: 'licenseStorage', versions, value: 'works', evidence: DECODES_ONCE },
    { capability: 'licenseForm', versions, value: 'plain-text', evidence: DECODES_ONCE },
  ];
}

/**
 * What Kong Operator can do with Gateways that it configures itself.
 *
 * @see https://developer.konghq.com/operator/
 */
export const kongOperatorCapabilities = new CapabilityTable(rows);

const NOT_IN_HYBRID = 'source of 2.3.0-rc.3; inferred for the releases before';

const hybridRows: readonly CapabilityRow[] = [
  selectorLabels,
  { capability: 'btp.apiVersion', versions: SINCE_2_0, value: 'none', evidence: NOT_IN_HYBRID },
  { capability: 'perBackendCa', versions: '>=2.0.0 <2.2.0', value: 'none', evidence: NOT_IN_HYBRID },
  {
    capability: 'perBackendCa',
    versions: SINCE_2_2,
    value: 'KongService spec.caCertificateRefs',
    evidence: 'Kong/kong-operator#4240; annotations that name certificate authorities are not read',
  },
  { capability: 'ccr', versions: SINCE_2_0, value: 'unsupported', evidence: NOT_IN_HYBRID },
  {
    capability: 'perBackendCert',
    versions: SINCE_2_2,
    value: 'Service annotation konghq.com/client-cert, or KongService spec.clientCertificateRef',
    evidence: 'Kong/kong-operator#4240',
  },
  {
    capability: 'sni',
    versions: SINCE_2_2,
    value: 'Service annotation konghq.com/host-header',
    evidence: 'documentation of Kong Operator',
  },
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], SINCE_2_0, 'BackendTLSPolicy is not read'),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, SINCE_2_0, 'no client certificate is sent'),
  ...unknownRows(['minTls', 'ciphers', 'alpn', 'reload', 'partialChain'], SINCE_2_0, 'not established'),
  ...unknownRows(['licenseStorage', 'licenseForm', 'kongLicense', 'pluginNamespaces'], SINCE_2_0, 'not established'),
];

/**
 * What Kong Operator can do with hybrid Gateways, whose configuration goes through Konnect.
 *
 * @see https://developer.konghq.com/operator/dataplanes/reference/service-annotations/
 */
export const kongHybridGatewayCapabilities = new CapabilityTable(hybridRows);
