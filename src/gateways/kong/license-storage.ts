import { GatewayVersion } from '../gateway-version';

/** In which form a controller reads the license back from the Secret that it keeps it in. It writes plain text always. */
export type StoredForm = 'base64-text' | 'plain-text';

/**
 * What a controller does with a license of Konnect beside using it: `none` keeps it nowhere, `unwritable` fails to write
 * it, `write-only` writes what it cannot read back, `works` has it at a restart while Konnect cannot be reached.
 */
export type LicenseStorage = 'none' | 'unwritable' | 'write-only' | 'works';

/** One row of knowledge about licenses at some releases of a controller. */
export interface LicenseFact<Value> {
  readonly gateway: 'kong-ingress-controller' | 'kong-operator';
  /** Semantic version range. */
  readonly versions: string;
  readonly value: Value;
  /** Issue, release notes or source that shows it. */
  readonly evidence: string;
}

const STORED = 'Kong/kubernetes-ingress-controller#7488';
const DECODES_TWICE = 'source: the value that the API client has decoded already is decoded from base64 once more';
const DECODES_ONCE = 'Kong/kong-operator#3610 and #3673';

const STORED_FORMS: readonly LicenseFact<StoredForm>[] = [
  { gateway: 'kong-ingress-controller', versions: '>=3.5.0 <3.6.0', value: 'base64-text', evidence: DECODES_TWICE },
  { gateway: 'kong-operator', versions: '>=2.0.0 <2.0.8', value: 'base64-text', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.0.8 <2.1.0', value: 'plain-text', evidence: DECODES_ONCE },
  { gateway: 'kong-operator', versions: '>=2.1.0 <2.1.3', value: 'base64-text', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.1.3 <2.4.0', value: 'plain-text', evidence: DECODES_ONCE },
];

/** Whether a license of Konnect outlives a restart of the controller, oldest releases first. */
export const LICENSE_STORAGE: readonly LicenseFact<LicenseStorage>[] = [
  { gateway: 'kong-ingress-controller', versions: '>=0.0.0 <3.5.0', value: 'none', evidence: `before ${STORED}` },
  {
    gateway: 'kong-ingress-controller',
    versions: '>=3.5.0 <3.5.1',
    value: 'unwritable',
    evidence: 'Kong/kubernetes-ingress-controller#7648: the label of the Secret has an invalid value',
  },
  { gateway: 'kong-ingress-controller', versions: '>=3.5.1 <3.6.0', value: 'write-only', evidence: DECODES_TWICE },
  { gateway: 'kong-operator', versions: '>=2.0.0 <2.0.8', value: 'write-only', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.0.8 <2.1.0', value: 'works', evidence: DECODES_ONCE },
  { gateway: 'kong-operator', versions: '>=2.1.0 <2.1.3', value: 'write-only', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.1.3 <2.4.0', value: 'works', evidence: DECODES_ONCE },
];

const READS_KONG_LICENSE: readonly LicenseFact<boolean>[] = [
  {
    gateway: 'kong-ingress-controller',
    versions: '>=0.0.0 <3.1.0',
    value: false,
    evidence: 'changelog of 3.1.0: the kind came with it',
  },
  { gateway: 'kong-ingress-controller', versions: '>=3.1.0 <3.6.0', value: true, evidence: 'changelog of 3.1.0' },
  { gateway: 'kong-operator', versions: '>=2.0.0 <2.4.0', value: true, evidence: 'source' },
];

/** The form that a controller reads; unknown also where patches of the stated version differ. */
export function storedFormOf(gateway: string, version: string): StoredForm | 'unknown' {
  return factOf(STORED_FORMS, gateway, version);
}

/** Whether a controller keeps a license of Konnect; unknown also where patches of the stated version differ. */
export function licenseStorageOf(gateway: string, version: string): LicenseStorage | 'unknown' {
  return factOf(LICENSE_STORAGE, gateway, version);
}

/** Whether a controller reads objects of kind KongLicense. */
export function readsKongLicense(gateway: string, version: string): boolean | 'unknown' {
  return factOf(READS_KONG_LICENSE, gateway, version);
}

/** The Secret in which the controllers keep a license is this, followed by the id of the control plane. */
export const STORAGE_SECRET_PREFIX = 'konnect-license-';

function factOf<Value>(facts: readonly LicenseFact<Value>[], gateway: string, version: string): Value | 'unknown' {
  const stated = GatewayVersion.parse(version);
  const values = facts
    .filter((fact) => fact.gateway === gateway && stated.overlaps(fact.versions))
    .map(({ value }) => value);
  const [first] = values;
  return first === undefined || values.some((value) => value !== first) ? 'unknown' : first;
}
