import type { Rule } from '../../manifests/rule';
import type { CheckContext } from '../check-context';
import { AGENTGATEWAY_RULES } from './agentgateway';
import { APISIX_RULES } from './apisix';
import { AZURE_AGC_RULES } from './azure-agc';
import { CERT_MANAGER_RULES } from './cert-manager';
import { CILIUM_RULES } from './cilium';
import { CONTOUR_RULES } from './contour';
import { EMISSARY_RULES } from './emissary';
import { ENVOY_GATEWAY_RULES } from './envoy-gateway';
import { GATEWAY_API_RULES, RULES_ASKED_LAST } from './gateway-api';
import { GITOPS_RULES } from './gitops';
import { GKE_RULES } from './gke';
import { GLOO_RULES } from './gloo';
import { HAPROXY_RULES } from './haproxy';
import { ISTIO_RULES } from './istio';
import { KGATEWAY_RULES } from './kgateway';
import { KONG_RULES } from './kong';
import { LICENSE_RULES } from './license';
import { MANIFEST_RULES } from './manifests';
import { MONITORING_RULES } from './monitoring';
import { NGINX_GATEWAY_FABRIC_RULES } from './nginx-gateway-fabric';
import { PLUGINS_RULES } from './plugins';
import { REFERENCE_RULES } from './references';
import { ROTATION_LIFETIME_RULES } from './rotation';
import { SCHEMA_RULES } from './schema';
import { SECRET_RULES } from './secrets';
import { TRAEFIK_RULES } from './traefik';
import { TRUST_RULES } from './trust';
import { TRUST_MANAGER_RULES } from './trust-manager';

/** The rules by topic. A new topic is one line here, a new rule one file and one line in its topic's index. */
const RULES_BY_TOPIC: readonly Rule<CheckContext>[] = [
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
  ...REFERENCE_RULES,
  ...APISIX_RULES,
  ...MONITORING_RULES,
  ...PLUGINS_RULES,
  ...KONG_RULES,
  ...KGATEWAY_RULES,
  ...ENVOY_GATEWAY_RULES,
  ...AGENTGATEWAY_RULES,
  ...CILIUM_RULES,
  ...CONTOUR_RULES,
  ...GKE_RULES,
  ...GLOO_RULES,
  ...ISTIO_RULES,
  ...NGINX_GATEWAY_FABRIC_RULES,
  ...TRAEFIK_RULES,
  ...GATEWAY_API_RULES,
  ...TRUST_RULES,
  ...ROTATION_LIFETIME_RULES,
];

/** All rules, in the order in which they are asked. */
export const RULES: readonly Rule<CheckContext>[] = [...RULES_BY_TOPIC, ...RULES_ASKED_LAST];

/** Finds a rule by its id. */
export function ruleOf(id: string): Rule<CheckContext> | undefined {
  return RULES.find((rule) => rule.id === id);
}
