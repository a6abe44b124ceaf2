import type { ManifestIndex } from '../index-set';
import type { JsonValue, Manifest } from '../manifest';
import { fieldAt, fieldOf, itemsOf, nonEmpty, textOf } from './json-fields';
import type { ControllerNamespaces } from './reference-field';

/** Where the charts of both controllers install them, and so where both look. */
const DEFAULT_NAMESPACE = 'cert-manager';

/** A controller that is told by a flag in which namespace to look. */
interface ControllerFlag {
  /** The last part of the image's repository. */
  readonly image: string;
  readonly flag: string;
}

const FLAGS: Readonly<Record<keyof ControllerNamespaces, ControllerFlag>> = {
  clusterResourceNamespace: { image: 'cert-manager-controller', flag: '--cluster-resource-namespace' },
  trustNamespace: { image: 'trust-manager', flag: '--trust-namespace' },
};

/**
 * The namespaces as the Deployments of cert-manager and trust-manager in the set state them, else `cert-manager`. A value
 * `$(NAME)` is the environment variable of that name.
 *
 * @see https://cert-manager.io/docs/configuration/#cluster-resource-namespace
 */
export function controllerNamespacesIn(index: ManifestIndex): ControllerNamespaces {
  const deployments = index.ofKind('apps', 'Deployment');
  const stated = (of: ControllerFlag) => deployments.map((deployment) => namespaceIn(deployment, of)).find(isStated);
  return {
    clusterResourceNamespace: stated(FLAGS.clusterResourceNamespace) ?? DEFAULT_NAMESPACE,
    trustNamespace: stated(FLAGS.trustNamespace) ?? DEFAULT_NAMESPACE,
  };
}

function isStated(namespace: string | undefined): namespace is string {
  return namespace !== undefined;
}

function namespaceIn(deployment: Manifest, { image, flag }: ControllerFlag): string | undefined {
  const containers = itemsOf(fieldAt(deployment.body, 'spec', 'template', 'spec', 'containers'));
  const container = containers.find((each) => imageName(textOf(each, 'image') ?? '') === image);
  const value = container === undefined ? undefined : flagIn(container, flag);
  return value === undefined || container === undefined ? undefined : expanded(value, container, deployment);
}

/** Without registry, tag and digest. */
function imageName(image: string): string {
  return (image.split('/').at(-1) ?? '').split(/[:@]/, 1)[0] ?? '';
}

function flagIn(container: JsonValue, flag: string): string | undefined {
  const words = ['command', 'args']
    .flatMap((field) => itemsOf(fieldOf(container, field)))
    .filter((word) => typeof word === 'string');
  const position = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = words[position];
  return nonEmpty(word === flag ? words[position + 1] : word?.slice(flag.length + 1));
}

/** Kubelets put environment variables in; the charts take the namespace of the pod from its own fields. */
function expanded(value: string, container: JsonValue, { key }: Manifest): string | undefined {
  const name = /^\$\((\w{1,100})\)$/.exec(value)?.[1];
  if (name === undefined) {
    return value;
  }
  const variable = itemsOf(fieldOf(container, 'env')).findLast((entry) => textOf(entry, 'name') === name);
  const isOwn = fieldAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') === 'metadata.namespace';
  return isOwn ? key.namespace : nonEmpty(fieldOf(variable, 'value'));
}
