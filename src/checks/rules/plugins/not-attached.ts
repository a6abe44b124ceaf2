import { crossesNamespace, formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { KONG_CONTROLLERS } from '../kong/_kong';
import { KONG_GROUP } from './_kong-plugins';

/** Attachments of plugins that the controller drops. */
export const notAttached: Rule<CheckContext> = {
  id: 'plugins/not-attached',
  severity: 'error',
  title: 'A plugin is attached in a way that the controller does not follow',
  why:
    'A plugin of another namespace needs a ReferenceGrant, and a filter takes a KongPlugin of its own namespace only. ' +
    'Otherwise requests pass without the plugin, authentication included. As information: nothing of the namespace of the plugin ' +
    'is in the set, so the grant may be outside too.',
  fix: 'Put a KongPlugin beside the route, or grant the reference.',
  check(context) {
    const attached = context.graph.attachedPlugins();
    if (attached.length === 0) {
      return notApplicable('no object attaches a plugin of Kong');
    }
    const namespaces = new Set(context.set.manifests.map(({ key }) => key.namespace));
    const isKnown = ({ to }: Reference) => context.closedWorld || namespaces.has(to.namespace);
    return resultOf(
      attached.flatMap((reference) => problem(context, reference, isKnown) ?? notFollowed(context, reference) ?? []),
    );
  },
};

function problem(
  context: CheckContext,
  reference: Reference,
  isKnown: (reference: Reference) => boolean,
): RuleFinding | undefined {
  const { from, path, purpose, to } = reference;
  if (purpose === 'filter' && to.kind === 'KongClusterPlugin') {
    return {
      manifest: from,
      path,
      message: `the filter names KongClusterPlugin ${to.name}; a filter takes a KongPlugin only`,
      fix: `make a KongPlugin in the namespace of the route, or name ${to.name} in the annotation konghq.com/plugins`,
    };
  }
  if (context.graph.grants.permissionOf(reference) === 'missing') {
    return withoutGrant(reference, isKnown(reference));
  }
  return context.graph.resolve(reference).state === 'unresolved' ? elsewhere(context, reference) : undefined;
}

function withoutGrant({ from, path, to }: Reference, isKnown: boolean): RuleFinding {
  const { group, kind } = kindOf(from.key.apiVersion, from.key.kind);
  return {
    manifest: from,
    path,
    ...(isKnown ? {} : { severity: 'info' as const }),
    message: `${formatReference(to)} stands in another namespace, and no ReferenceGrant there allows it`,
    fix: `add a ReferenceGrant in namespace ${to.namespace ?? ''} from group "${group}" kind ${kind} namespace ${from.key.namespace ?? ''} to group ${KONG_GROUP} kind KongPlugin name ${to.name}`,
  };
}

function kindOf(apiVersion: string, kind: string): { readonly group: string; readonly kind: string } {
  return { group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind };
}

/** The name is right and the namespace is not; a plugin that is nowhere in the set may be in the cluster. */
function elsewhere({ graph }: CheckContext, { from, path, purpose, to }: Reference): RuleFinding | undefined {
  const [other] = graph.named({ group: KONG_GROUP, kind: 'KongPlugin', name: to.name });
  if (other?.key.namespace === undefined || to.namespace === undefined) {
    return undefined;
  }
  return {
    manifest: from,
    path,
    message: `there is no ${formatReference(to)}; ${formatKey(other.key)} stands in another namespace`,
    fix:
      purpose === 'plugin'
        ? `put a KongPlugin ${to.name} into namespace ${to.namespace}, or write "${other.key.namespace}:${to.name}" and grant it with a ReferenceGrant`
        : `put a KongPlugin ${to.name} into namespace ${to.namespace}`,
  };
}

/** Of another namespace, and granted: releases of the controller before 3.2.3 do not follow it all the same. */
function notFollowed({ gateways, questions }: CheckContext, reference: Reference): RuleFinding | undefined {
  if (crossesNamespace(reference) !== 'yes') {
    return undefined;
  }
  const { from, path, to } = reference;
  const [bound] = gateways
    .filter(({ name }) => KONG_CONTROLLERS.includes(name))
    .flatMap(({ name }) => questions.gateway(name) ?? [])
    .flatMap((gateway) => {
      const answer = questions.explain(gateway, 'pluginNamespaces');
      return answer === undefined || answer.value === 'granted' ? [] : [{ gateway, ...answer }];
    });
  return bound === undefined
    ? undefined
    : {
        manifest: from,
        path,
        message: `${formatReference(to)} stands in another namespace, and ${describeGateway(bound.gateway)} ${bound.value === 'own' ? 'takes plugins of the own namespace of an object only' : 'does not find the grant'} (${bound.evidence})`,
        fix: `put a KongPlugin ${to.name} into namespace ${from.key.namespace ?? ''}, or upgrade to Kong Ingress Controller 3.2.3 or later`,
      };
}
