import { fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { BACKEND_TLS_POLICY, CERTIFICATE, isOfKind } from '../../../manifests/graph/object-kinds';
import { referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { type FieldPath, formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { coversName, dnsNameCovers, type ExpectedName, isWildcardHostname } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { identityAt } from './_identities';
import { serversObjectsOf, serviceAt } from './_presented';
import { validationOf } from './_trust-stores';

/** The names that a policy asks for, against the names that the backend's certificate has. */
export const hostnameNotCovered: Rule<CheckContext> = {
  id: 'trust/hostname-not-covered',
  severity: 'error',
  title: 'The certificate of a backend has none of the names that the gateway asks for',
  why:
    'The gateway refuses the backend. Names are those among the subject alternative names: the common name does not ' +
    'count (envoyproxy/gateway#8705).',
  fix: 'Issue the certificate with the name, or ask for a name that it has.',
  check({ graph, index }) {
    const judged = index
      .ofKind(BACKEND_TLS_POLICY.group, BACKEND_TLS_POLICY.kind)
      .flatMap((policy) =>
        serversBehind(graph, policy).map((server) => ({ policy, server, wanted: wantedNames(policy) })),
      )
      .filter(({ wanted }) => wanted.names.length > 0);
    return judged.length === 0
      ? notApplicable('no BackendTLSPolicy leads to a Service of which the set tells the certificate')
      : resultOf(
          judged
            .filter(({ server, wanted }) => !wanted.names.some((name) => server.has(name)))
            .map(({ policy, server, wanted }) => finding(policy, server, wanted)),
        );
  },
};

interface Server {
  readonly manifest: Manifest;
  readonly names: readonly string[];
  has(name: ExpectedName): boolean;
}

interface WantedNames {
  readonly path: FieldPath;
  readonly names: readonly ExpectedName[];
}

/** The names of `subjectAltNames`, of which one must be there; without them the hostname. */
function wantedNames(policy: Manifest): WantedNames {
  const { path, value } = validationOf(policy);
  const listed = itemsOf(fieldOf(value, 'subjectAltNames')).flatMap((entry): readonly ExpectedName[] => {
    const [hostname, uri] = [textOf(entry, 'hostname'), textOf(entry, 'uri')];
    if (textOf(entry, 'type') === 'URI') {
      return uri === undefined ? [] : [{ type: 'URI', uri }];
    }
    return hostname === undefined ? [] : [{ type: 'Hostname', hostname }];
  });
  const hostname = textOf(value, 'hostname');
  return listed.length > 0
    ? { path: [...path, 'subjectAltNames'], names: listed }
    : { path: [...path, 'hostname'], names: hostname === undefined ? [] : [{ type: 'Hostname', hostname }] };
}

function serversBehind(graph: ReferenceGraph, policy: Manifest): readonly Server[] {
  return graph.policies.targetsOf(policy).flatMap(({ target, sectionName }) => {
    const service = serviceAt(graph, target);
    return service === undefined
      ? []
      : serversObjectsOf(graph, service, sectionName).flatMap((manifest) => serverOf(graph, manifest) ?? []);
  });
}

/** By the bytes of the certificate, or by what cert-manager is to put into it. */
function serverOf(graph: ReferenceGraph, manifest: Manifest): Server | undefined {
  if (isOfKind(referenceTo(manifest), CERTIFICATE)) {
    return serverToBe(manifest);
  }
  const certificate = identityAt(graph, referenceTo(manifest))?.leaf.certificate;
  return certificate === undefined
    ? undefined
    : {
        manifest,
        names: [...(certificate.subjectAltNames?.dns ?? []), ...(certificate.subjectAltNames?.uri ?? [])],
        has: (name) => coversName(certificate, name),
      };
}

function serverToBe(manifest: Manifest): Server {
  const textsAt = (field: string) =>
    itemsOf(fieldAt(manifest.body, 'spec', field)).filter((name): name is string => typeof name === 'string');
  const [dnsNames, uris] = [textsAt('dnsNames'), textsAt('uris')];
  return {
    manifest,
    names: [...dnsNames, ...uris],
    has: (name) =>
      name.type === 'URI'
        ? uris.includes(name.uri)
        : dnsNames.some(
            (dnsName) =>
              dnsName.toLowerCase() === name.hostname.toLowerCase() ||
              dnsNameCovers(dnsName, name.hostname) ||
              (isWildcardHostname(name.hostname) && dnsNameCovers(name.hostname, dnsName)),
          ),
  };
}

const MAX_SHOWN = 5;

function finding(policy: Manifest, { manifest, names }: Server, { path, names: wanted }: WantedNames): RuleFinding {
  const asked = wanted.map((name) => (name.type === 'URI' ? name.uri : name.hostname));
  return {
    manifest: policy,
    path,
    message: `the backend presents the certificate of ${formatKey(manifest.key)}, which has ${listed(names)}, and none of ${listed(asked)}`,
    fix: `issue the certificate with the name ${listed(asked.slice(0, 1))}, or ask for a name that it has`,
  };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) {
    return 'no names';
  }
  const shown = names.slice(0, MAX_SHOWN).map((name) => JSON.stringify(name.slice(0, 120)));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
