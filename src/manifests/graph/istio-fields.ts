import { nonEmpty } from './json-fields';
import { CONFIG_MAP, DESTINATION_RULE, SECRET, SERVICE } from './object-kinds';
import { nameForm, type ReferenceField, type ReferenceForm, referenceField, slashForm } from './reference-field';
import { parseServiceHost } from './service-host';

const SCHEME = /^(kubernetes|configmap):\/\/(.*)$/;

const hostForm: ReferenceForm = (value) => {
  const host = parseServiceHost(nonEmpty(value) ?? '');
  return host === undefined ? [] : [host];
};

/** A name, `kubernetes://[namespace/]name`, or `configmap://[namespace/]name` for roots alone. */
const credentialForm: ReferenceForm = (value) => {
  const [, scheme, rest] = SCHEME.exec(nonEmpty(value) ?? '') ?? [];
  if (rest === undefined) {
    return nameForm(value);
  }
  return slashForm(rest).map((named) => (scheme === 'configmap' ? { ...named, ...CONFIG_MAP } : named));
};

/** Where a DestinationRule has TLS settings. */
export const DESTINATION_RULE_TLS = [
  'spec.trafficPolicy.tls',
  'spec.trafficPolicy.portLevelSettings[].tls',
  'spec.subsets[].trafficPolicy.tls',
  'spec.subsets[].trafficPolicy.portLevelSettings[].tls',
] as const;

/** The references of Istio's DestinationRule. */
export const istioFields: readonly ReferenceField[] = [
  referenceField(DESTINATION_RULE, 'spec.host', 'target', SERVICE, { namespaces: 'any', form: hostForm }),
  ...DESTINATION_RULE_TLS.map((tls) =>
    // The gateway looks in its own namespace, which the rule does not know.
    referenceField(DESTINATION_RULE, `${tls}.credentialName`, 'tls-secret', SECRET, {
      namespaces: 'unsaid',
      form: credentialForm,
    }),
  ),
];
