import { fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { type FieldPath, isJsonObject, type JsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { nearestName } from '../../schema/nearest-name';
import { tlsPolicies } from './_backend-config-policy';
import { TLS_PARAMETER_NAMES } from './_tls-parameter-names';

const PATH: FieldPath = ['spec', 'tls', 'parameters'];

/** Oldest first. */
const VERSIONS = ['1.0', '1.1', '1.2', '1.3'];

const WORDS = {
  cipherSuites: 'cipher suite',
  ecdhCurves: 'curve',
  signatureAlgorithms: 'signature algorithm',
} as const;

type NameList = keyof typeof WORDS;

const NAME_LISTS = Object.keys(WORDS) as readonly NameList[];

/** The CRD checks neither the order of versions nor the names. */
export const bcpParametersInvalid: Rule = {
  id: 'kgateway/bcp-parameters-invalid',
  severity: 'error',
  title: 'A BackendConfigPolicy asks for TLS parameters that no handshake can meet or that Envoy may refuse',
  why:
    'With minVersion above maxVersion no handshake succeeds. Names of cipher suites, curves and signature algorithms are free text ' +
    'for the CRD; Envoy refuses a configuration with one that it does not know, and goes on with an older one until it is mended ' +
    '(kgateway-dev/kgateway#11983). Only strict validation of kgateway notices.',
  fix: 'Set minVersion to maxVersion or lower, and use the names of BoringSSL.',
  check({ index }) {
    const policies = tlsPolicies(index).flatMap(({ policy, tls }) => {
      const parameters = fieldOf(tls, 'parameters');
      return isJsonObject(parameters) ? [{ policy, parameters }] : [];
    });
    if (policies.length === 0) {
      return notApplicable('there is no BackendConfigPolicy with spec.tls.parameters');
    }
    return resultOf(
      policies.flatMap(({ policy, parameters }) => [
        ...versionOrder(policy, parameters),
        ...NAME_LISTS.flatMap((list) => unknownNames(policy, parameters, list)),
      ]),
    );
  },
};

function versionOrder(policy: Manifest, parameters: JsonObject): readonly RuleFinding[] {
  const minVersion = textOf(parameters, 'minVersion') ?? '';
  const maxVersion = textOf(parameters, 'maxVersion') ?? '';
  const lowest = VERSIONS.indexOf(minVersion);
  const highest = VERSIONS.indexOf(maxVersion);
  if (lowest < 0 || highest < 0 || lowest <= highest) {
    return [];
  }
  return [
    {
      manifest: policy,
      path: [...PATH, 'minVersion'],
      message: `minVersion ${minVersion} is above maxVersion ${maxVersion}, so no handshake can succeed`,
      fix: `set minVersion to ${maxVersion} or lower, or raise maxVersion`,
    },
  ];
}

function unknownNames(policy: Manifest, parameters: JsonObject, list: NameList): readonly RuleFinding[] {
  const known = TLS_PARAMETER_NAMES[list];
  return itemsOf(fieldOf(parameters, list)).flatMap((text, position) => {
    const unknown = typeof text === 'string' ? namesIn(text).find((name) => !known.includes(name)) : undefined;
    return unknown === undefined ? [] : [unknownName(policy, [...PATH, list, position], list, unknown)];
  });
}

function unknownName(policy: Manifest, path: FieldPath, list: NameList, name: string): RuleFinding {
  const nearest = nearestName(name, TLS_PARAMETER_NAMES[list]);
  return {
    manifest: policy,
    severity: 'warning',
    path,
    message: `"${name.slice(0, 80)}" is not among the names of a ${WORDS[list]} that Envoy is known to take; it may refuse the whole configuration`,
    fix:
      nearest === undefined ? `use a name of BoringSSL, such as ${TLS_PARAMETER_NAMES[list][0]}` : `write ${nearest}`,
  };
}

/** `[A|B]` holds names of equal preference; operators such as `-ALL` are left to Envoy. */
function namesIn(text: string): readonly string[] {
  return text
    .replace(/^\[(.*)\]$/, '$1')
    .split('|')
    .filter((name) => !/^[!+@-]/.test(name));
}
