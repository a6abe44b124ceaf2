import type { HealthCheck } from './health-check';

/**
 * Health of a trust-manager Bundle; neither Argo CD nor Flux has one. It is healthy once the condition Synced is true for
 * the generation of its spec: a Bundle that holds its roots `inLine` is then in all selected namespaces. Where it collects
 * them from other objects, a change of those is not a new generation, and it counts as healthy too early.
 *
 * A source that is not there yet (`SourceNotFound`) is waited for, since trust-manager picks it up by itself; Argo CD would
 * end the sync at the first `Degraded`.
 */
export const bundleHealth: HealthCheck = {
  apiVersion: 'trust.cert-manager.io/v1alpha1',
  kind: 'Bundle',
  lua: `local health = { status = "Progressing", message = "waiting for trust-manager to distribute this generation" }
local generation = obj.metadata.generation or 0
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "Synced" and (condition.observedGeneration or -1) >= generation then
      health.message = condition.message
      if condition.status == "True" then
        health.status = "Healthy"
      elseif condition.status == "False" and condition.reason ~= "SourceNotFound" then
        health.status = "Degraded"
      end
    end
  end
end
return health
`,
  cel: {
    current: synced("condition.status == 'True'"),
    failed: synced("condition.status == 'False' && condition.reason != 'SourceNotFound'"),
  },
};

function synced(state: string): string {
  return (
    `has(status.conditions) && status.conditions.exists(condition, condition.type == 'Synced' && ${state}` +
    ' && has(condition.observedGeneration) && condition.observedGeneration >= metadata.generation)'
  );
}
