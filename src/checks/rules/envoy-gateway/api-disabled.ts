import { type Configuration, configurationsOf } from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldAt, fieldOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ManifestIndex } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { backends } from './_backends';
import { NO_CONFIGURATION, placeOf } from './_configuration';

const SDS_TYPE = 'gateway.envoyproxy.io/sds';

/** Two extensions of the API that are off unless the configuration turns them on. */
export const apiDisabled: Rule<CheckContext> = {
  id: 'envoy-gateway/api-disabled',
  severity: 'error',
  title: 'Envoy Gateway is given a Backend or an SDS Secret that its configuration does not let it read',
  why:
    'Backends are read only with extensionApis.enableBackend: true, and Secrets that name an SDS server only with ' +
    'enableSDSSecretRef: true. A Gateway never takes its client certificate from an SDS Secret: it needs tls.crt and tls.key, ' +
    'and requests go out without a client certificate.',
  fix: 'Turn the extension on in the configuration of Envoy Gateway, or use a Service, or a Secret with tls.crt and tls.key.',
  check({ index, graph }) {
    const backendsInSet = backends(index);
    const sdsSecrets = index.ofKind(SECRET.group, SECRET.kind).filter(isSds);
    if (backendsInSet.length === 0 && sdsSecrets.length === 0) {
      return notApplicable('there is no Backend of Envoy Gateway and no SDS Secret');
    }
    const configurations = configurationsOf(index);
    const presented = sdsSecrets.length === 0 ? [] : sdsOnGateways(index, graph);
    if (configurations.length === 0 && presented.length === 0) {
      return notApplicable(NO_CONFIGURATION);
    }
    return resultOf([
      ...presented,
      ...disabled(configurations, 'enableBackend', backendsInSet),
      ...disabled(configurations, 'enableSDSSecretRef', sdsSecrets),
    ]);
  },
};

/** Of several installations one may be meant: it is enough that one of them reads the objects. */
function disabled(
  configurations: readonly Configuration[],
  flag: 'enableBackend' | 'enableSDSSecretRef',
  objects: readonly Manifest[],
): readonly RuleFinding[] {
  const [first] = objects;
  const isOn = configurations.some(({ body }) => fieldAt(body, 'extensionApis', flag) === true);
  if (first === undefined || isOn) {
    return [];
  }
  const others = objects.length === 1 ? 'is' : `and ${objects.length - 1} more are`;
  return configurations.map((configuration) => ({
    ...placeOf(configuration, ['extensionApis', flag]),
    message: `extensionApis.${flag} is not true, so ${formatKey(first.key)} ${others} not read`,
    fix: `set extensionApis.${flag}: true`,
  }));
}

function sdsOnGateways(index: ManifestIndex, graph: ReferenceGraph): readonly RuleFinding[] {
  return graph.gateways
    .all()
    .flatMap((gateway) => graph.gateways.clientCertificatesOf(gateway))
    .filter(({ to }) => {
      const secret = index.find(to);
      return secret !== undefined && isSds(secret);
    })
    .map(sdsOnGateway);
}

function sdsOnGateway({ from, path, to }: Reference): RuleFinding {
  return {
    manifest: from,
    path: [...path, 'name'],
    message: `${formatReference(to)} names an SDS server; the client certificate of a Gateway must be a Secret with tls.crt and tls.key, and requests go out without one`,
    fix: 'name a Secret of type kubernetes.io/tls',
  };
}

function isSds({ body }: Manifest): boolean {
  return fieldOf(body, 'type') === SDS_TYPE;
}
