import { annotationOf, fieldAt, itemsOf } from '../../../manifests/graph/json-fields';
import { isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { pluginObjectsOf } from './_kong-plugins';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TLS_PROTOCOLS = ['https', 'tls'];

/** The plugin `mtls-auth` is about the hop before the gateway. */
export const mtlsAuthNotUpstream: Rule<CheckContext> = {
  id: 'plugins/mtls-auth-not-upstream',
  severity: 'warning',
  title: 'The plugin mtls-auth is configured with what are no ids of CA objects, or taken for mutual TLS to backends',
  why:
    'The plugin verifies the certificates of clients of the gateway, against CA objects by their id. It presents no ' +
    'certificate to a backend and verifies none.',
  fix: 'List ids of CA objects in ca_certificates; for backends annotate the Service with konghq.com/client-cert.',
  check(context) {
    const plugins = pluginObjectsOf(context.index).filter(({ plugin }) => plugin === 'mtls-auth');
    return plugins.length === 0
      ? notApplicable('no KongPlugin configures mtls-auth')
      : resultOf(plugins.flatMap(({ manifest }) => [...wrongIds(manifest), ...attachedToBackends(context, manifest)]));
  },
};

function wrongIds(manifest: Manifest): readonly RuleFinding[] {
  const path = ['config', 'ca_certificates'];
  return itemsOf(fieldAt(manifest.body, ...path)).flatMap((id, position) =>
    typeof id !== 'string' || UUID.test(id)
      ? []
      : [
          {
            manifest,
            path: [...path, position],
            message: `${describeString(id)} is not the id of a CA object, which is a UUID`,
            fix: 'give the value of the key id of a ConfigMap or Secret with the label konghq.com/ca-cert',
          },
        ],
  );
}

/**
 * On a Service it is easily taken for the other hop. It may be meant for all routes of the Service, so this is a remark:
 * only where the Service speaks TLS and presents no client certificate.
 */
function attachedToBackends({ graph }: CheckContext, plugin: Manifest): readonly RuleFinding[] {
  return graph.references
    .to(referenceTo(plugin))
    .filter(({ purpose, from }) => purpose === 'plugin' && isOfKind(referenceTo(from), SERVICE))
    .filter(({ from }) => TLS_PROTOCOLS.includes(annotationOf(from, 'konghq.com/protocol') ?? ''))
    .filter(({ from }) => annotationOf(from, 'konghq.com/client-cert') === undefined)
    .map(({ from, path }) => ({
      manifest: from,
      path,
      severity: 'info',
      message: `mtls-auth (${plugin.key.kind} ${plugin.key.name}) verifies clients of the gateway; it presents no certificate to this Service`,
      fix: 'for a client certificate to the Service set konghq.com/client-cert; else attach the plugin to the routes',
    }));
}
