import { fieldOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { kongControllersOf } from '../license/_kong-controller';
import { pluginObjectsOf } from './_kong-plugins';

const TAGS = 'konghq.com/tags';

/** Fields that the CRD has, or had, and that do not do what they say. */
export const fieldWithoutEffect: Rule<CheckContext> = {
  id: 'plugins/field-without-effect',
  severity: 'warning',
  title: 'A field of a KongPlugin is not read, or fails the configuration',
  why:
    'The CRDs still have fields of old releases. consumerRef is read by no controller, so that the plugin is for every consumer. ' +
    'run_on was removed in Kong Gateway 2.0 (Kong/kubernetes-ingress-controller#522): the controller passes it on and the gateway refuses ' +
    'the configuration, without a database all of it. tags is a field of the CRD of Kong Operator alone.',
  fix: `Drop run_on; name the plugin in the annotation konghq.com/plugins of the KongConsumer; give tags by the annotation ${TAGS}.`,
  check(context) {
    const plugins = pluginObjectsOf(context.index);
    if (plugins.length === 0) {
      return notApplicable('there is no KongPlugin and no KongClusterPlugin');
    }
    const withoutTags = isIngressControllerUsed(context);
    return resultOf(
      plugins.flatMap(({ manifest }) => [
        ...consumerRef(manifest),
        ...runOn(manifest),
        ...(withoutTags ? tags(manifest) : []),
      ]),
    );
  },
};

function isIngressControllerUsed({ index, gateways }: CheckContext): boolean {
  return [...gateways, ...kongControllersOf(index)].some(({ name }) => name === 'kong-ingress-controller');
}

function consumerRef(manifest: Manifest): readonly RuleFinding[] {
  return fieldOf(manifest.body, 'consumerRef') === undefined
    ? []
    : [
        {
          manifest,
          path: ['consumerRef'],
          message: 'no controller reads consumerRef: the plugin is for every consumer of what names it',
          fix: `drop it, and name ${manifest.key.name} in the annotation konghq.com/plugins of the KongConsumer`,
        },
      ];
}

function runOn(manifest: Manifest): readonly RuleFinding[] {
  return fieldOf(manifest.body, 'run_on') === undefined
    ? []
    : [
        {
          manifest,
          path: ['run_on'],
          severity: 'error',
          message: 'run_on was removed in Kong Gateway 2.0, which refuses the configuration for it',
          fix: 'drop it',
        },
      ];
}

function tags(manifest: Manifest): readonly RuleFinding[] {
  return fieldOf(manifest.body, 'tags') === undefined
    ? []
    : [
        {
          manifest,
          path: ['tags'],
          message: 'the CRD of Kong Ingress Controller has no field tags, and the API server drops it',
          fix: `give the tags by the annotation ${TAGS}, separated by commas`,
        },
      ];
}
