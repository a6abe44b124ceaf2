import { textOf } from '../../../manifests/graph/json-fields';
import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';
import { type CredentialBlock, credentialBlocks, gatewaysUsing } from './_credentials';
import { type GatewayAccount, gatewayAccount, SecretAccess } from './_secret-access';

/** A gateway that istiod gives no Secret. */
export const secretRbacMissing: Rule<CheckContext> = {
  id: 'istio/secret-rbac-missing',
  severity: 'error',
  title: 'The gateway that is to present the credential of a DestinationRule may not list Secrets',
  why:
    'istiod hands out a Secret only if the ServiceAccount of the gateway may list the Secrets of its namespace. A Gateway that Istio ' +
    'deploys has no such Role, and one with resourceNames does not do (istio/istio#52728). Without a binding in the set this is told ' +
    'as information, since it may stand elsewhere, unless the set is declared complete.',
  fix: 'Add a Role that may get, watch and list secrets, without resourceNames, and bind the ServiceAccount of the gateway to it.',
  check(context) {
    const uses = usesOf(context);
    if (uses.length === 0) {
      return notApplicable(
        'no Gateway that Istio deploys presents the credential of a DestinationRule with mode MUTUAL',
      );
    }
    return judgeVendor(context.questions, 'istio', 'perBackendCert', ({ gateway }) => {
      const access = new SecretAccess(context.index);
      return resultOf(uses.flatMap((use) => judge(use, access, describeGateway(gateway), context.closedWorld)));
    });
  },
};

/** A credential and a gateway that presents it. */
interface CredentialUse {
  readonly block: CredentialBlock;
  readonly account: GatewayAccount;
}

/** Roots alone need no permission (istio/istio#54710), so only certificates with a key are looked at. */
function usesOf({ index, graph }: CheckContext): readonly CredentialUse[] {
  return credentialBlocks(index, graph)
    .filter(
      ({ settings, reference }) =>
        textOf(settings, 'mode') === 'MUTUAL' && reference !== undefined && isOfKind(reference.to, SECRET),
    )
    .flatMap((block) =>
      gatewaysUsing(block.rule, graph).flatMap((gateway) => {
        const account = gatewayAccount(gateway);
        return account === undefined ? [] : [{ block, account }];
      }),
    );
}

function judge(
  { block, account }: CredentialUse,
  access: SecretAccess,
  istio: string,
  closedWorld: boolean,
): readonly RuleFinding[] {
  const answer = access.of(account);
  if (answer === 'granted' || answer === 'unknown') {
    return [];
  }
  const { gateway, name, namespace } = account;
  const isSure = closedWorld || answer === 'limited';
  const why = answer === 'limited' ? 'its Role is limited by resourceNames' : 'no Role in the set allows it';
  return [
    {
      manifest: block.rule,
      path: [...block.path, 'credentialName'],
      message: `ServiceAccount ${namespace}/${name} of ${formatKey(gateway.key)} may not list Secrets: ${why}; ${istio} gives it no credential`,
      fix: `bind ServiceAccount ${name} to a Role in namespace ${namespace} with verbs get, watch, list on secrets, without resourceNames`,
      ...(isSure ? {} : { severity: 'info' as const }),
    },
  ];
}
