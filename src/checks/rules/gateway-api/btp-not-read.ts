import { UNSERVED_VERSIONS } from '../../../gateways/gateway-api/unserved-versions';
import { BACKEND_TLS_POLICY } from '../../../manifests/graph/object-kinds';
import { type Manifest, versionOf } from '../../../manifests/manifest';
import type { Rule, RuleFinding } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { FeatureGates } from './_feature-gates';
import { describeRelease, type GatewayApiRelease, gatewayApiRelease, isInRange } from './_gateway-api-release';
import { judgePolicies, NO_POLICY } from './_policies';

/** A policy that the controller never looks at. */
export const btpNotRead: Rule<CheckContext> = {
  id: 'gateway-api/btp-not-read',
  severity: 'error',
  title: 'A BackendTLSPolicy stands before a gateway that does not read it',
  why:
    'A controller that does not read the kind, or reads it in a version that the CRDs do not serve, leaves the backend in ' +
    'plaintext and writes no status. Kong and Contour read v1alpha3, which since Gateway API 1.4 the experimental channel alone ' +
    'serves (Kong/kong-operator#5129), and Kong only with the feature gate GatewayAlpha.',
  fix: "Serve the version that the gateway reads, turn its feature gate on, or use the gateway's own kind.",
  check(context) {
    const release = gatewayApiRelease(context);
    const gates = new FeatureGates(context);
    return judgePolicies(context, {
      parts: (policy) => [{ policy }],
      otherwise: NO_POLICY,
      ask: (gateway) => context.questions.explain(gateway, 'btp.apiVersion'),
      judge: ({ policy }, gateway, { value, evidence }) =>
        value === 'none'
          ? [neverRead(context, policy, gateway, evidence)]
          : [...versionFindings(policy, gateway, value, release), ...gateFindings(context, gates, policy, gateway)],
    });
  },
};

function neverRead(
  { questions }: CheckContext,
  policy: Manifest,
  gateway: ApplicableGateway,
  evidence: string,
): RuleFinding {
  const means = questions.ask(gateway, 'perBackendCa');
  return {
    manifest: policy,
    path: [],
    message: `${describeGateway(gateway)} does not read BackendTLSPolicy, so the backend gets plaintext (${evidence})`,
    fix:
      means === undefined || means === 'none'
        ? 'use a gateway that reads it'
        : `remove it, and name the roots by ${means}`,
  };
}

function versionFindings(
  policy: Manifest,
  gateway: ApplicableGateway,
  read: string,
  release: GatewayApiRelease | undefined,
): readonly RuleFinding[] {
  const written = versionOf(policy.key.apiVersion);
  const subject = `${describeGateway(gateway)} reads BackendTLSPolicy ${read}`;
  const row = UNSERVED_VERSIONS.find(({ kind, version }) => kind === BACKEND_TLS_POLICY.kind && version === read);
  if (row !== undefined && release !== undefined && isInRange(release, row)) {
    const message = `${subject}, which ${describeRelease(release)} does not serve; ${row.served}`;
    return [{ manifest: policy, path: ['apiVersion'], message, fix: `install CRDs that serve ${read}` }];
  }
  // With the channel known, what it serves in one version can be read in the other.
  if (written === read || release?.channel !== undefined) {
    return [];
  }
  return [
    {
      manifest: policy,
      path: ['apiVersion'],
      // Releases with v1 serve the older versions in the experimental channel alone, which is not the one commonly installed.
      ...(written === 'v1' ? {} : { severity: 'warning' }),
      message: `${subject}, and this is ${written}: it is read only where the CRDs serve ${read} too${row === undefined ? '' : `; ${row.served}`}`,
      fix: `write apiVersion gateway.networking.k8s.io/${read}, or give the CRDs of your cluster`,
    },
  ];
}

function gateFindings(
  { questions }: CheckContext,
  gates: FeatureGates,
  policy: Manifest,
  gateway: ApplicableGateway,
): readonly RuleFinding[] {
  // Most gateways never had a gate; that nobody wrote down that they have none is no gap to report.
  const isGated =
    questions.versionsWhere(gateway, 'btp.gate', (gate) => gate !== 'none' && gate !== 'unknown') !== undefined;
  const answer = isGated ? questions.explain(gateway, 'btp.gate') : undefined;
  if (answer === undefined || answer.value === 'none' || !gates.isShut(gateway.name, answer.value)) {
    return [];
  }
  return [
    {
      manifest: policy,
      path: [],
      message: `${describeGateway(gateway)} reads BackendTLSPolicy only with ${answer.value}, which its controller in the set does not have on (${answer.evidence})`,
      fix: `turn ${answer.value} on in the controller`,
    },
  ];
}
