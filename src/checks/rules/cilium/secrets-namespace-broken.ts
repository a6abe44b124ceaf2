import {
  fieldAt,
  itemsOf,
  type Located,
  nonEmpty,
  parsePattern,
  textOf,
  valuesAt,
} from '../../../manifests/graph/json-fields';
import { CONFIG_MAP } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** The namespace that the code takes for granted. */
const DEFAULT_NAMESPACE = 'cilium-secrets';
const VALUE = ['gatewayAPI', 'secretsNamespace', 'name'];
const PARAMETER = VALUE.join('.');
const APPLICATION_SOURCES = ['spec.source', 'spec.sources[]'].map(parsePattern);

/** A setting that takes the authorities away from the proxy. */
export const secretsNamespaceBroken: Rule<CheckContext> = {
  id: 'cilium/secrets-namespace-broken',
  severity: 'error',
  title: 'Cilium is told another namespace for the secrets of Gateways than the one that its code takes for granted',
  why:
    'The authorities of a BackendTLSPolicy are copied to the namespace that is configured, while the proxy asks for them in ' +
    'cilium-secrets: no backend can be verified (cilium/cilium#45202).',
  fix: 'Leave gatewayAPI.secretsNamespace.name at cilium-secrets.',
  check({ index, questions }) {
    const settings = settingsOf(index);
    if (settings.length === 0) {
      return notApplicable('no object tells the namespace of the secrets of Cilium Gateways');
    }
    const custom = settings.filter(({ value }) => value !== DEFAULT_NAMESPACE);
    if (custom.length === 0) {
      return resultOf([]);
    }
    return judgeVendor(questions, 'cilium', 'secretsNamespace', ({ gateway, value }) =>
      resultOf(
        value === 'any'
          ? []
          : custom.map(({ manifest, path, value: namespace }) => ({
              manifest,
              path,
              message: `secrets of Gateways are kept in namespace ${describeString(namespace)}; the proxy of ${describeGateway(gateway)} looks in ${DEFAULT_NAMESPACE}`,
              fix: `set ${PARAMETER} to ${DEFAULT_NAMESPACE}, or leave it out`,
            })),
      ),
    );
  },
};

/** A place that tells the namespace. */
interface Setting {
  readonly manifest: Manifest;
  readonly path: Located['path'];
  readonly value: string;
}

/** What is rendered, and the values of Flux and Argo CD that will be. */
function settingsOf(index: ManifestIndex): readonly Setting[] {
  return [
    ...index
      .ofKind(CONFIG_MAP.group, CONFIG_MAP.kind)
      .filter(({ key }) => key.name === 'cilium-config')
      .flatMap(rendered),
    ...index.ofKind('helm.toolkit.fluxcd.io', 'HelmRelease').flatMap(ofHelmRelease),
    ...index.ofKind('argoproj.io', 'Application').flatMap(ofApplication),
  ];
}

function rendered(manifest: Manifest): readonly Setting[] {
  return settingAt(manifest, [], ['data', 'gateway-api-secrets-namespace']);
}

function ofHelmRelease(manifest: Manifest): readonly Setting[] {
  const chart = nonEmpty(fieldAt(manifest.body, 'spec', 'chart', 'spec', 'chart'));
  return chart === 'cilium' ? settingAt(manifest, [], ['spec', 'values', ...VALUE]) : [];
}

function ofApplication(manifest: Manifest): readonly Setting[] {
  return APPLICATION_SOURCES.flatMap((pattern) => valuesAt(manifest.body, pattern))
    .filter(({ value }) => textOf(value, 'chart') === 'cilium')
    .flatMap((source) => [
      ...settingAt(manifest, source.path, ['helm', 'valuesObject', ...VALUE], source.value),
      ...itemsOf(fieldAt(source.value, 'helm', 'parameters')).flatMap((parameter, position) =>
        textOf(parameter, 'name') === PARAMETER
          ? settingAt(manifest, [...source.path, 'helm', 'parameters', position], ['value'], parameter)
          : [],
      ),
    ]);
}

function settingAt(
  manifest: Manifest,
  parent: Located['path'],
  names: readonly string[],
  root: Located['value'] = manifest.body,
): readonly Setting[] {
  const value = nonEmpty(fieldAt(root, ...names));
  return value === undefined ? [] : [{ manifest, path: [...parent, ...names], value }];
}
