export { UpstreamTlsValidation } from './cdk8s-plugin/upstream-tls-validation';
export type { CheckOptions, CheckResult, CheckSummary } from './checks/check';
export { check } from './checks/check';
export * from './constructs/acme-solver';
export * from './constructs/backend';
export * from './constructs/backend-tls-policy';
export { type CaBundleOptions, CaDistribution } from './constructs/ca-distribution';
export * from './constructs/ca-rotation';
export { CaRotationPhase } from './constructs/ca-rotation-phase';
export * from './constructs/cert-rotation';
export * from './constructs/certificate-key';
export * from './constructs/certificate-options';
export * from './constructs/certificate-usage';
export * from './constructs/client-certificate';
export * from './constructs/cluster-issuer';
export * from './constructs/extension-manager-options';
export * from './constructs/extension-server';
export * from './constructs/extension-server-tls';
export * from './constructs/git-ops-ordering';
export * from './constructs/issuer';
export * from './constructs/issuer-config';
export * from './constructs/issuer-ref';
export * from './constructs/istio-mutual-tls';
export * from './constructs/kong-cluster-plugin';
export * from './constructs/kong-license-text-in-git';
export * from './constructs/kong-plugin';
export * from './constructs/kong-plugin-config';
export * from './constructs/kong-plugin-definition';
export * from './constructs/kong-plugin-helm-values';
export * from './constructs/kong-plugin-installation';
export * from './constructs/kong-plugin-options';
export * from './constructs/kong-reload-annotation';
export * from './constructs/kong-reload-call';
export * from './constructs/kong-upstream-keepalive';
export { LabelMatcher } from './constructs/label-matcher';
export * from './constructs/license-document';
export * from './constructs/license-helm-values';
export * from './constructs/license-source';
export * from './constructs/license-store';
export * from './constructs/metrics-target';
export type { PinnedAuthority } from './constructs/pinned-authority';
export * from './constructs/restarted-workload';
export * from './constructs/secret-key-ref';
export { type ServerIdentity, SubjectAltName } from './constructs/server-identity';
export { type INamedObject, TrustAnchors, type TrustObjectOptions } from './constructs/trust-anchors';
export * from './constructs/upstream-mtls';
export { UpstreamTls, type UpstreamTlsOptions } from './constructs/upstream-tls';
export * from './constructs/upstream-tls-alerts';
export { ValidationError } from './constructs/validation-error';
export * from './constructs/vault-auth';
export { Agentgateway } from './gateways/agentgateway/agentgateway';
export { Airlock } from './gateways/airlock/airlock';
export { Apisix, type ApisixProps } from './gateways/apisix/apisix';
export { AwsLoadBalancerController } from './gateways/aws-lbc/aws-load-balancer-controller';
export { AwsVpcLattice } from './gateways/aws-vpc-lattice/aws-vpc-lattice';
export { AzureApplicationGatewayForContainers } from './gateways/azure-agc/azure-application-gateway-for-containers';
export type {
  CaKind,
  Capabilities,
  Capability,
  CapabilityAnswer,
  CapabilityRow,
  NotApplicable,
  RouteKind,
  Unknown,
} from './gateways/capabilities';
export { CapabilityTable } from './gateways/capabilities';
export { Cilium } from './gateways/cilium/cilium';
export { Contour, type ContourProps } from './gateways/contour/contour';
export { Emissary, type EmissaryProps } from './gateways/emissary/emissary';
export { EnvoyGateway, type EnvoyGatewayProps } from './gateways/envoy-gateway/envoy-gateway';
export { GatewayApi } from './gateways/gateway-api/gateway-api';
export {
  type CaRendering,
  type ExternalBackendRendering,
  GatewayImplementation,
  type GatewayProps,
} from './gateways/gateway-implementation';
export * from './gateways/gateway-toolkit';
export { GatewayVersion } from './gateways/gateway-version';
export { GkeGateway } from './gateways/gke/gke-gateway';
export { Gloo } from './gateways/gloo/gloo';
export {
  HaproxyKubernetesIngress,
  type HaproxyKubernetesIngressProps,
} from './gateways/haproxy-kubernetes-ingress/haproxy-kubernetes-ingress';
export type * from './gateways/intent';
export { Istio, type IstioProps } from './gateways/istio/istio';
export { IstioAgentgateway } from './gateways/istio/istio-agentgateway';
export { Kgateway } from './gateways/kgateway/kgateway';
export {
  KongGateway,
  KongGatewayDatabase,
  KongGatewayEdition,
  type KongGatewayProps,
} from './gateways/kong/kong-gateway';
export { KongIngressController } from './gateways/kong-ingress-controller/kong-ingress-controller';
export { KongOperator, type KongOperatorProps } from './gateways/kong-operator/kong-operator';
export type * from './gateways/metrics';
export { NginxGatewayFabric } from './gateways/nginx-gateway-fabric/nginx-gateway-fabric';
export { Refusal, type RefusalDetails } from './gateways/refusal';
export type * from './gateways/rendering';
export { Traefik } from './gateways/traefik/traefik';
export { healthCustomizations } from './gitops/argo-cd';
export { bundleHealth } from './gitops/bundle-health';
export { certificateHealth } from './gitops/certificate-health';
export type { FluxSource } from './gitops/flux';
export type { HealthCheck } from './gitops/health-check';
export type { Finding, Severity, SuppressedFinding } from './manifests/finding';
export type { JsonObject, JsonValue, Manifest, ManifestSet, ObjectKey, Source } from './manifests/manifest';
export {
  checkRotation,
  type RotationCheckOptions,
  type RotationCheckResult,
  type RotationVerdict,
} from './rotation/check-rotation';
export type { Interleaving } from './rotation/interleaving';
export {
  type PlannedPhase,
  planRotation,
  type RotationPlan,
  type RotationPlanOptions,
} from './rotation/plan-rotation';
