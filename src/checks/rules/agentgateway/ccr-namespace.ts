import { fieldAt, fieldOf, textOf } from '../../../manifests/graph/json-fields';
import { referenceTo } from '../../../manifests/graph/reference';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';

const REFERENCE = ['spec', 'tls', 'backend', 'clientCertificateRef'];

/** A reference that agentgateway refuses although the API allows it. */
export const ccrNamespace: Rule<CheckContext> = {
  id: 'agentgateway/ccr-namespace',
  severity: 'error',
  title: 'The client certificate of an agentgateway Gateway is named with a namespace, or with the group core',
  why:
    "agentgateway refuses the reference even where the namespace is the Gateway's own, and presents a dummy certificate, which " +
    'backends refuse.',
  fix: 'Leave namespace out, write group as "", and keep the Secret in the namespace of the Gateway.',
  check(context) {
    const gateways = context.graph.gateways.all().flatMap((gateway) => {
      const implementations = implementationsOf(context, referenceTo(gateway));
      const agentgateway = implementations.find(({ name }) => name === 'agentgateway');
      const hasReference = isJsonObject(fieldAt(gateway.body, ...REFERENCE));
      return agentgateway !== undefined && hasReference ? [{ gateway, agentgateway }] : [];
    });
    return gateways.length === 0
      ? notApplicable('there is no Gateway of agentgateway with a client certificate')
      : resultOf(gateways.flatMap(({ gateway, agentgateway }) => judge(context, gateway, agentgateway)));
  },
};

function judge(
  { questions }: CheckContext,
  gateway: Manifest,
  implementation: ApplicableGateway,
): readonly RuleFinding[] {
  if (questions.ask(implementation, 'ccr.namespaceField') !== 'must-omit') {
    return [];
  }
  const reference = fieldAt(gateway.body, ...REFERENCE);
  const namespace = textOf(reference, 'namespace');
  const consequence = `${describeGateway(implementation)} refuses the reference and presents a dummy certificate`;
  return [
    ...(namespace === undefined
      ? []
      : [
          {
            manifest: gateway,
            path: [...REFERENCE, 'namespace'],
            message: `namespace ${describeString(namespace)} is set; ${consequence}`,
            fix:
              namespace === gateway.key.namespace
                ? 'remove namespace: it is the namespace of the Gateway anyway'
                : 'remove namespace, and keep the Secret in the namespace of the Gateway',
          },
        ]),
    ...(fieldOf(reference, 'group') === 'core'
      ? [
          {
            manifest: gateway,
            path: [...REFERENCE, 'group'],
            message: `group "core" is not the group of Secrets; ${consequence}`,
            fix: 'set group to ""',
          },
        ]
      : []),
  ];
}
