import type { HealthCheck } from './health-check';

/**
 * Health of a cert-manager Certificate after a change of `issuerRef`. It is healthy once Ready is true for the generation
 * of its spec and nothing is being issued: cert-manager says so only when the Secret names the issuer of the spec. The check
 * that Argo CD comes with does not look at the generation, so that for a moment the old certificate counts; nor does it
 * tell a certificate that is not issued yet from one that failed, and ends the sync as `Degraded`.
 *
 * cert-manager leaves the condition Issuing as false only where issuance failed.
 */
export const certificateHealth: HealthCheck = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  lua: `local health = { status = "Progressing", message = "waiting for cert-manager to issue this generation" }
local generation = obj.metadata.generation or 0
local ready = false
local failed = false
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "Issuing" and condition.status == "True" then
      health.message = condition.message
      return health
    end
    if (condition.observedGeneration or -1) >= generation then
      if condition.type == "Ready" and condition.status == "True" then
        ready = condition
      elseif condition.type == "Issuing" and condition.status == "False" then
        failed = condition
      end
    end
  end
end
if ready then
  health.status = "Healthy"
  health.message = ready.message
elseif failed then
  health.status = "Degraded"
  health.message = failed.message
end
return health
`,
  cel: {
    current: `${some('Ready', 'True')} && !${some('Issuing', 'True', false)}`,
    failed: `${some('Issuing', 'False')} && !${some('Ready', 'True')}`,
  },
};

function some(type: string, status: string, ofThisGeneration = true): string {
  const current = ' && has(condition.observedGeneration) && condition.observedGeneration >= metadata.generation';
  return (
    `(has(status.conditions) && status.conditions.exists(condition, condition.type == '${type}' && ` +
    `condition.status == '${status}'${ofThisGeneration ? current : ''}))`
  );
}
