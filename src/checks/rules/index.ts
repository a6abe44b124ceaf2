import type { Rule } from '../../manifests/rule';
import type { CheckContext } from '../check-context';
import { APISIX_RULES } from './apisix';
import { AZURE_AGC_RULES } from './azure-agc';
import { CERT_MANAGER_RULES } from './cert-manager';
import { EMISSARY_RULES } from './emissary';
import { GITOPS_RULES } from './gitops';
import { HAPROXY_RULES } from './haproxy';
import { KGATEWAY_RULES } from './kgateway';
import { LICENSE_RULES } from './license';
import { MANIFEST_RULES } from './manifests';
import { MONITORING_RULES } from './monitoring';
import { PLUGINS_RULES } from './plugins';
import { SCHEMA_RULES } from './schema';
import { SECRET_RULES } from './secrets';
import { TRUST_MANAGER_RULES } from './trust-manager';

/** All rules, by topic. A new topic is one line here, a new rule one file and one line in its topic's index. */
export const RULES: readonly Rule<CheckContext>[] = [
  ...MANIFEST_RULES,
  ...SCHEMA_RULES,
  ...GITOPS_RULES,
  ...LICENSE_RULES,
  ...AZURE_AGC_RULES,
  ...EMISSARY_RULES,
  ...HAPROXY_RULES,
  ...SECRET_RULES,
  ...CERT_MANAGER_RULES,
  ...TRUST_MANAGER_RULES,
  ...APISIX_RULES,
  ...MONITORING_RULES,
  ...PLUGINS_RULES,
  ...KGATEWAY_RULES,
];

/** Finds a rule by its id. */
export function ruleOf(id: string): Rule<CheckContext> | undefined {
  return RULES.find((rule) => rule.id === id);
}
