import { type CapabilityRow, CapabilityTable } from '../capabilities';
import {
  BACKEND_TLS_POLICY_DETAILS,
  CLIENT_CERTIFICATE_REF_DETAILS,
  notApplicableRows,
  unknownRows,
} from '../capability-rows';
import { kongCapabilityRows } from '../kong/capabilities';

/**
 * Releases that verify backends, read up to 3.5.13. The project gets fixes only and there is no 3.6, so that later patches
 * are taken to be the same.
 */
const SINCE_3_4 = '>=3.4.0 <3.6.0';
const BEFORE_3_4 = '>=0.0.0 <3.4.0';

const NOT_VERIFYING = 'Kong/kubernetes-ingress-controller#6707, #6712 and #6753 came with 3.4';
const STORED = 'Kong/kubernetes-ingress-controller#7488';
const DECODES_TWICE = 'source: the value that the API client has decoded already is decoded from base64 once more';

const DUPLICATES = 'Kong/kubernetes-ingress-controller#8024 and #8025';

const rows: readonly CapabilityRow[] = [
  ...kongCapabilityRows(SINCE_3_4),
  { capability: 'btp.apiVersion', versions: BEFORE_3_4, value: 'none', evidence: NOT_VERIFYING },
  { capability: 'perBackendCa', versions: BEFORE_3_4, value: 'none', evidence: NOT_VERIFYING },
  {
    capability: 'perBackendCert',
    versions: '>=0.8.0 <3.4.0',
    value: 'Service annotation konghq.com/client-cert',
    evidence: 'changelog of 0.8.0',
  },
  {
    capability: 'ccr',
    versions: BEFORE_3_4,
    value: 'unsupported',
    evidence: 'the field is newer than these releases',
  },
  ...notApplicableRows([...BACKEND_TLS_POLICY_DETAILS, 'coexist'], BEFORE_3_4, NOT_VERIFYING),
  ...notApplicableRows(CLIENT_CERTIFICATE_REF_DETAILS, BEFORE_3_4, 'no client certificate is sent'),
  ...unknownRows(['minTls', 'ciphers', 'alpn', 'partialChain'], BEFORE_3_4, 'not read'),
  {
    capability: 'sni',
    versions: BEFORE_3_4,
    value: 'Service annotation konghq.com/host-header',
    evidence: 'Kong/kong#5580: only on routes with konghq.com/preserve-host "false"',
  },
  { capability: 'reload', versions: BEFORE_3_4, value: 'hot', evidence: 'changed Secrets are pushed to Kong Gateway' },
  {
    capability: 'selectorLabels',
    versions: SINCE_3_4,
    value: {},
    evidence: 'source: without --secret-label-selector all Secrets are read, and ConfigMaps by konghq.com/ca-cert',
  },
  {
    capability: 'caIdDuplicate',
    versions: '>=3.4.0 <3.4.18',
    value: 'push-fails',
    evidence: `inferred: before ${DUPLICATES}`,
  },
  { capability: 'caIdDuplicate', versions: '>=3.4.18 <3.5.0', value: 'oldest-wins', evidence: DUPLICATES },
  {
    capability: 'caIdDuplicate',
    versions: '>=3.5.0 <3.5.11',
    value: 'push-fails',
    evidence: `inferred: before ${DUPLICATES}`,
  },
  { capability: 'caIdDuplicate', versions: '>=3.5.11 <3.6.0', value: 'oldest-wins', evidence: DUPLICATES },
  { capability: 'licenseStorage', versions: '>=0.0.0 <3.5.0', value: 'none', evidence: `before ${STORED}` },
  {
    capability: 'licenseStorage',
    versions: '>=3.5.0 <3.5.1',
    value: 'unwritable',
    evidence: 'Kong/kubernetes-ingress-controller#7648: the label of the Secret has an invalid value',
  },
  { capability: 'licenseStorage', versions: '>=3.5.1 <3.6.0', value: 'write-only', evidence: DECODES_TWICE },
  ...notApplicableRows(['licenseForm'], '>=0.0.0 <3.5.0', `before ${STORED}`),
  { capability: 'licenseForm', versions: '>=3.5.0 <3.6.0', value: 'base64-text', evidence: DECODES_TWICE },
  {
    capability: 'kongLicense',
    versions: '>=0.0.0 <3.1.0',
    value: 'ignored',
    evidence: 'changelog of 3.1.0: the kind came with it',
  },
  { capability: 'kongLicense', versions: '>=3.1.0 <3.6.0', value: 'read', evidence: 'changelog of 3.1.0' },
  {
    capability: 'pluginNamespaces',
    versions: '>=0.0.0 <3.2.0',
    value: 'own',
    evidence: 'before Kong/kubernetes-ingress-controller#5965',
  },
  {
    capability: 'pluginNamespaces',
    versions: '>=3.2.0 <3.2.3',
    value: 'misgranted',
    evidence: 'Kong/kubernetes-ingress-controller#6290 and #6294: the grant is looked for in the wrong namespace',
  },
  {
    capability: 'pluginNamespaces',
    versions: '>=3.2.3 <3.6.0',
    value: 'granted',
    evidence: 'Kong/kubernetes-ingress-controller#5965 and #6295',
  },
];

/**
 * What Kong Ingress Controller can do.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/verify-upstream-tls/
 */
export const kongIngressControllerCapabilities = new CapabilityTable(rows);
