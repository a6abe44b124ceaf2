import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldOf, textOf } from '../../../manifests/graph/json-fields';
import { CONFIG_MAP, isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';
import { type CredentialBlock, credentialBlocks, gatewaysUsing, isReadElsewhere } from './_credentials';

/** Settings that stand for files in the proxy; Istio takes them or a credential. */
const FILE_FIELDS = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;
const CA_KEYS = ['ca.crt', 'cacert'] as const;
const WITH_NAMESPACE = /^kubernetes:\/\/([^/]+)\//;

/** A credential that the gateway is not given. */
export const credentialUnusable: Rule<CheckContext> = {
  id: 'istio/credential-unusable',
  severity: 'error',
  title: 'A DestinationRule names a credential that the gateway cannot use',
  why:
    'credentialName is looked up in the namespace of the gateway that connects, whatever namespace the rule is in. Where it is ' +
    'not there, stands beside file paths, or has no authority for MUTUAL, the gateway has no certificate and requests fail.',
  fix: 'Keep the Secret, with tls.crt, tls.key and ca.crt, in the namespace of the gateway, and name it alone.',
  check({ index, graph }) {
    const blocks = credentialBlocks(index, graph);
    return blocks.length === 0
      ? notApplicable('there is no DestinationRule with a credentialName')
      : resultOf(
          blocks.flatMap((block) => [
            ...besideFiles(block),
            ...configMapForMutual(block),
            ...otherNamespace(block, graph),
            ...withoutAuthority(block, graph),
          ]),
        );
  },
};

function besideFiles({ rule, path, settings }: CredentialBlock): readonly RuleFinding[] {
  return FILE_FIELDS.filter((field) => fieldOf(settings, field) !== undefined).map((field) => ({
    manifest: rule,
    path: [...path, field],
    message: `${field} stands beside credentialName; Istio takes either files or a credential`,
    fix: `remove ${field}, or credentialName`,
  }));
}

function configMapForMutual({
  rule,
  path,
  settings,
  credentialName,
  reference,
}: CredentialBlock): readonly RuleFinding[] {
  const isConfigMap = reference !== undefined && isOfKind(reference.to, CONFIG_MAP);
  return isConfigMap && textOf(settings, 'mode') === 'MUTUAL'
    ? [
        {
          manifest: rule,
          path: [...path, 'credentialName'],
          message: `credentialName ${describeString(credentialName)} is a ConfigMap, which has no key to present; mode MUTUAL needs a Secret`,
          fix: 'name a Secret with tls.crt, tls.key and ca.crt, or set mode to SIMPLE',
        },
      ]
    : [];
}

/** Judged only where the gateways that use the rule are in the set, and where nothing else reads it. */
function otherNamespace(block: CredentialBlock, graph: CheckContext['graph']): readonly RuleFinding[] {
  const { rule, path, credentialName, reference } = block;
  const namespaces = gatewaysUsing(rule, graph).map(({ key }) => key.namespace);
  if (
    reference === undefined ||
    namespaces.length === 0 ||
    namespaces.includes(undefined) ||
    isReadElsewhere(rule, graph.index)
  ) {
    return [];
  }
  const gateways = [...new Set(namespaces)].sort().join(', ');
  const found = { manifest: rule, path: [...path, 'credentialName'] };
  const stated = WITH_NAMESPACE.exec(credentialName)?.[1];
  if (stated !== undefined) {
    return namespaces.every((namespace) => namespace === stated)
      ? []
      : [
          {
            ...found,
            message: `credentialName ${describeString(credentialName)} names another namespace than that of the gateway, ${gateways}; Istio denies it`,
            fix: `keep the Secret in namespace ${gateways}, and give its name alone`,
          },
        ];
  }
  const elsewhere = placeOf(reference, graph);
  const isThere = [undefined, ...namespaces].some((namespace) => isIn(namespace, reference, graph));
  return elsewhere === undefined || isThere
    ? []
    : [
        {
          ...found,
          message: `${formatReference(elsewhere)} is not in the namespace of the gateway, ${gateways}, where Istio looks it up`,
          fix: `keep the Secret in namespace ${gateways}`,
        },
      ];
}

/** Some object of the set by that name, or one that a controller makes. */
function placeOf({ to }: Reference, graph: CheckContext['graph']): ObjectReference | undefined {
  const [manifest] = graph.named(to);
  return manifest === undefined ? graph.productions.named(to)[0]?.target : referenceTo(manifest);
}

/** A namespace that is left to whoever applies the object may become the right one. */
function isIn(namespace: string | undefined, { to }: Reference, graph: CheckContext['graph']): boolean {
  const { group, kind, name } = to;
  const target = { group, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return graph.resolveObject(target).state !== 'unresolved';
}

function withoutAuthority(block: CredentialBlock, graph: CheckContext['graph']): readonly RuleFinding[] {
  const { rule, path, settings, reference } = block;
  if (reference === undefined || !isOfKind(reference.to, SECRET) || textOf(settings, 'mode') !== 'MUTUAL') {
    return [];
  }
  const { target } = graph.resolve(reference);
  const keys = graph.keysOf(target);
  const separate = { ...target, name: `${target.name}-cacert` };
  const hasNone = CA_KEYS.every((key) => hasKey(keys, key) === 'no');
  return hasNone && graph.resolveObject(separate).state === 'unresolved'
    ? [
        {
          manifest: rule,
          path: [...path, 'credentialName'],
          message: `${formatReference(target)} has neither ${CA_KEYS.join(' nor ')}, and there is no ${formatReference(separate)}; mode MUTUAL needs an authority from one of them`,
          fix: `add the authority of the backend to ${formatReference(target)} as ca.crt`,
        },
      ]
    : [];
}
