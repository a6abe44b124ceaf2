import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KongGateway } from '../gateways/kong/kong-gateway';
import type { Finding } from '../manifests/finding';
import { checkAvailability } from './_kong-plugin-fields';
import type { KongPluginDefinition } from './kong-plugin-definition';
import type { KongPluginCode } from './kong-plugin-installation';
import type { KongPluginCommonProps, KongPluginSecretKey } from './kong-plugin-options';
import { UpstreamTls } from './upstream-tls';

/** Says how Kong Gateway comes to the code of the plugin, where manifests do not show it. Rules read it too. */
const CODE_ANNOTATION = 'upstream-tls.dev/plugin-code';
/** Says that the plugin was declared as a remedy for certificates that do not reload. Rules read it too. */
const REMEDY_ANNOTATION = 'upstream-tls.dev/reload-remedy';

/** Both controllers read it on any object; the field `tags` is in the CRD of Kong Operator alone. */
const TAGS_ANNOTATION = 'konghq.com/tags';

/** The tags of the plugin, and what its object says of itself for the checks, where manifests do not show it. */
export function pluginAnnotations({
  plugin,
  kongGateway: gateway,
  tags,
}: KongPluginCommonProps<KongPluginSecretKey>): Readonly<Record<string, string>> {
  const { installation, reloadsCertificates } = plugin;
  return {
    ...(tags === undefined ? {} : { [TAGS_ANNOTATION]: tags.join(',') }),
    ...(installation === undefined ? {} : { [CODE_ANNOTATION]: describeCode(installation.code) }),
    ...(reloadsCertificates ? { [REMEDY_ANNOTATION]: 'plugin', ...gatewayAnnotation(gateway) } : {}),
  };
}

/** Says which Kong Gateway an object is for. Rules read it too. */
export function gatewayAnnotation({ version, database }: KongGateway): Readonly<Record<string, string>> {
  return { 'upstream-tls.dev/kong-gateway': `${version} ${database}` };
}

/**
 * Turns the checks on, checks the plugin against the gateway, and writes what a custom plugin needs.
 * @throws Refusal if the gateway has no such plugin
 */
export function declareKongPlugin(scope: Construct, props: KongPluginCommonProps<KongPluginSecretKey>): void {
  const checks = UpstreamTls.of(scope);
  const { plugin, kongGateway } = props;
  const notes = [...checkAvailability(plugin, kongGateway), ...installationNotes(plugin)];
  checks.addFindings(() => notes.map((note): Finding => ({ ...note, path: 'plugin', constructPath: scope.node.path })));
  const code = plugin.installation?.code;
  if (code?.from === 'image') {
    shareInstallation(scope, checks, plugin.pluginName, code);
  }
}

/** One for each plugin and namespace, however many objects configure the plugin. The operator takes its name for the plugin's. */
function shareInstallation(
  scope: Construct,
  checks: UpstreamTls,
  name: string,
  { image, imagePullSecretName }: Extract<KongPluginCode, { from: 'image' }>,
): void {
  const chart = Chart.of(scope);
  const key = `KongPluginInstallation ${chart.namespace ?? ''} ${name}`;
  const manifest = {
    apiVersion: 'gateway-operator.konghq.com/v1alpha1',
    kind: 'KongPluginInstallation',
    metadata: { name },
    spec: {
      image,
      ...(imagePullSecretName === undefined ? {} : { imagePullSecretRef: { name: imagePullSecretName } }),
    },
  };
  checks.share(scope, key, manifest, () => new ApiObject(chart, `KongPluginInstallation-${name}`, manifest));
}

function installationNotes({ pluginName, installation }: KongPluginDefinition) {
  const code = installation?.code;
  if (code === undefined) {
    return [];
  }
  return [
    {
      rule: 'plugins/custom-not-installed',
      severity: 'info' as const,
      message: `plugin "${pluginName}" is not bundled, and Kong Gateway refuses the configuration until its code is installed (${describeCode(code)})`,
      fix:
        code.from === 'image'
          ? `name KongPluginInstallation ${pluginName} in spec.pluginsToInstall of the DataPlane`
          : 'give the Helm chart the values of kongPluginHelmValues(...) before the plugin is applied',
    },
  ];
}

function describeCode(code: KongPluginCode): string {
  switch (code.from) {
    case 'image':
      return 'KongPluginInstallation';
    case 'gateway-image':
      return 'image of Kong Gateway';
    default:
      return `${code.from} ${code.name}`;
  }
}
