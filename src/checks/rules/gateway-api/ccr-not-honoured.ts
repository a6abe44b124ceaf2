import { upgradeOr } from '../../../gateways/wording';
import { referenceTo } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';
import {
  type ClientCertificateGateway,
  clientCertificateGateways,
  NO_CLIENT_CERTIFICATE,
  routesOf,
} from './_client-certificates';

const EFFECTS = {
  'ignored-silently': 'ignores clientCertificateRef, even where the status says that it is resolved',
  unsupported: 'does not support clientCertificateRef',
} as const;

/** A client certificate that is not presented. */
export const ccrNotHonoured: Rule<CheckContext> = {
  id: 'gateway-api/ccr-not-honoured',
  severity: 'error',
  title: 'A Gateway has a client certificate for its backends, and the implementation does not present it',
  why:
    'Backends that verify clients refuse every connection, and backends that verify where they can let the gateway in without ' +
    'identity. The status is no proof: Istio 1.31 says ResolvedRefs and sends nothing (istio/istio#61515). NGINX Gateway Fabric ' +
    'presents it to backends of HTTPRoutes only.',
  fix: "Give the certificate by the gateway's own kind, where it has one.",
  check(context) {
    const gateways = clientCertificateGateways(context);
    if (gateways.length === 0) {
      return notApplicable(NO_CLIENT_CERTIFICATE);
    }
    const asked = gateways.flatMap((each) =>
      implementationsOf(context, referenceTo(each.gateway)).map((implementation) => ({ each, implementation })),
    );
    const answered = asked.flatMap(({ each, implementation }) => {
      const answer = context.questions.explain(implementation, 'ccr');
      return answer === undefined ? [] : [{ each, implementation, answer }];
    });
    if (answered.length === 0) {
      return notApplicable(asked.length === 0 ? 'the implementation of no such Gateway is known' : NO_VERSION);
    }
    return resultOf(
      answered.flatMap(({ each, implementation, answer: { value, evidence } }) =>
        value === 'honored'
          ? grpcFindings(context, each, implementation)
          : [
              findingFor(
                context,
                each,
                implementation,
                `${describeGateway(implementation)} ${EFFECTS[value]} (${evidence})`,
              ),
            ],
      ),
    );
  },
};

const NO_VERSION = 'what the implementations do is not known: their versions are not stated, or not in the tables';

function grpcFindings(
  context: CheckContext,
  each: ClientCertificateGateway,
  implementation: ApplicableGateway,
): readonly RuleFinding[] {
  const route = routesOf(context, each.gateway).find(({ key }) => key.kind === 'GRPCRoute');
  const answer = route === undefined ? undefined : context.questions.explain(implementation, 'ccr.grpc');
  if (route === undefined || answer?.value !== 'no') {
    return [];
  }
  const message = `${describeGateway(implementation)} does not present the client certificate to backends of ${formatKey(route.key)} (${answer.evidence})`;
  return [
    {
      manifest: each.gateway,
      path: each.reference.path,
      message,
      fix: 'lead to the backends that want the certificate by HTTPRoutes',
    },
  ];
}

function findingFor(
  context: CheckContext,
  { gateway, reference }: ClientCertificateGateway,
  implementation: ApplicableGateway,
  message: string,
): RuleFinding {
  const { questions } = context;
  const versions = questions.versionsWhere(implementation, 'ccr', (value) => value === 'honored');
  return {
    manifest: gateway,
    path: reference.path,
    message,
    fix: upgradeOr(versions, otherMeans(context, implementation)),
  };
}

function otherMeans({ questions }: CheckContext, implementation: ApplicableGateway): string {
  const means = (['perBackendCert', 'perGatewayCert'] as const).flatMap((capability) => {
    const value = questions.ask(implementation, capability);
    return value === undefined || value === 'none' ? [] : [value];
  });
  return means.length === 0 ? 'use a gateway that honors it' : `give the certificate by ${means.join(', or by ')}`;
}
