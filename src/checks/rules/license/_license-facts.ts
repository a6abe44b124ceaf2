import { GatewayVersion } from '../../../gateways/gateway-version';

/** In which form a controller reads the license back from the Secret that it keeps it in. It writes plain text always. */
export type StoredForm = 'base64-text' | 'plain-text';

interface Fact<Value> {
  readonly gateway: string;
  /** Semantic version range. */
  readonly versions: string;
  readonly value: Value;
  readonly evidence: string;
}

const DECODES_TWICE = 'source: the value that the API client has decoded already is decoded from base64 once more';
const DECODES_ONCE = 'Kong/kong-operator#3610 and #3673';

const STORED_FORMS: readonly Fact<StoredForm>[] = [
  { gateway: 'kong-ingress-controller', versions: '>=3.5.0 <3.6.0', value: 'base64-text', evidence: DECODES_TWICE },
  { gateway: 'kong-operator', versions: '>=2.0.0 <2.0.8', value: 'base64-text', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.0.8 <2.1.0', value: 'plain-text', evidence: DECODES_ONCE },
  { gateway: 'kong-operator', versions: '>=2.1.0 <2.1.3', value: 'base64-text', evidence: `before ${DECODES_ONCE}` },
  { gateway: 'kong-operator', versions: '>=2.1.3 <2.4.0', value: 'plain-text', evidence: DECODES_ONCE },
];

const READS_KONG_LICENSE: readonly Fact<boolean>[] = [
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

/** Whether a controller reads objects of kind KongLicense. */
export function readsKongLicense(gateway: string, version: string): boolean | 'unknown' {
  return factOf(READS_KONG_LICENSE, gateway, version);
}

function factOf<Value>(facts: readonly Fact<Value>[], gateway: string, version: string): Value | 'unknown' {
  const stated = GatewayVersion.parse(version);
  const values = facts
    .filter((fact) => fact.gateway === gateway && stated.overlaps(fact.versions))
    .map(({ value }) => value);
  const [first] = values;
  return first === undefined || values.some((value) => value !== first) ? 'unknown' : first;
}
