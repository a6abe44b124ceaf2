import { fieldAt, textOf } from '../../../manifests/graph/json-fields';
import { referenceTo } from '../../../manifests/graph/reference';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { implementationsOf } from '../_applicable-gateways';
import { describeGateway, judgeVendor } from '../_vendor-capability';

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
    const { graph, questions } = context;
    const gateways = graph.gateways
      .all()
      .filter((gateway) => isJsonObject(fieldAt(gateway.body, ...REFERENCE)))
      .filter((gateway) =>
        implementationsOf(context, referenceTo(gateway)).some(({ name }) => name === 'agentgateway'),
      );
    if (gateways.length === 0) {
      return notApplicable('there is no Gateway of agentgateway with a client certificate');
    }
    return judgeVendor(questions, 'agentgateway', 'ccr.namespaceField', ({ gateway, value }) =>
      resultOf(
        value === 'must-omit'
          ? gateways.flatMap((manifest) => [
              ...namespace(manifest, describeGateway(gateway)),
              ...coreGroup(manifest, describeGateway(gateway)),
            ])
          : [],
      ),
    );
  },
};

function namespace(gateway: Manifest, implementation: string): readonly RuleFinding[] {
  const stated = textOf(fieldAt(gateway.body, ...REFERENCE), 'namespace');
  return stated === undefined
    ? []
    : [
        {
          manifest: gateway,
          path: [...REFERENCE, 'namespace'],
          message: `namespace ${describeString(stated)} is set; ${implementation} refuses the reference and presents a dummy certificate`,
          fix:
            stated === gateway.key.namespace
              ? 'remove namespace: it is the namespace of the Gateway anyway'
              : 'remove namespace, and keep the Secret in the namespace of the Gateway',
        },
      ];
}

function coreGroup(gateway: Manifest, implementation: string): readonly RuleFinding[] {
  return textOf(fieldAt(gateway.body, ...REFERENCE), 'group') !== 'core'
    ? []
    : [
        {
          manifest: gateway,
          path: [...REFERENCE, 'group'],
          message: `group "core" is not the group of Secrets; ${implementation} refuses the reference and presents a dummy certificate`,
          fix: 'set group to ""',
        },
      ];
}
