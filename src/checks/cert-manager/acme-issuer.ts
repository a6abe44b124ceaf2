import { type FieldPath, isJsonObject, type JsonObject } from '../../manifests/manifest';
import { describeString } from '../schema/describe-value';
import { DNS_SUBDOMAIN } from '../schema/kubernetes-names';
import { parseGoDuration } from './go-duration';
import { isFilled, objectOf, objectsOf, rejected, type SpecProblem, textOf } from './spec-problem';

const DNS_PROVIDERS = [
  'akamai',
  'azureDNS',
  'cloudDNS',
  'cloudflare',
  'route53',
  'acmeDNS',
  'digitalocean',
  'rfc2136',
  'webhook',
];
const HTTP_SOLVERS = ['ingress', 'gatewayHTTPRoute'];
const SERVICE_TYPES = ['ClusterIP', 'NodePort'];
const MAX_PREFERRED_CHAIN = 64;

/** Says what is wrong with the `acme` part of an issuer. */
export function acmeProblems(path: FieldPath, acme: JsonObject): readonly SpecProblem[] {
  return [
    ...(isFilled(acme.server) ? [] : [rejected([...path, 'server'], 'is empty', 'give the URL of the ACME directory')]),
    ...(isFilled(objectOf(acme.privateKeySecretRef).name)
      ? []
      : [rejected([...path, 'privateKeySecretRef', 'name'], 'is empty', 'name the Secret that keeps the account key')]),
    ...(isFilled(acme.caBundle) && acme.skipTLSVerify === true
      ? [rejected([...path, 'skipTLSVerify'], 'is set beside caBundle', 'keep caBundle, and verify the server by it')]
      : []),
    ...preferredChainProblems([...path, 'preferredChain'], textOf(acme.preferredChain) ?? ''),
    ...accountBindingProblems([...path, 'externalAccountBinding'], acme),
    ...objectsOf(acme.solvers).flatMap(([index, solver]) => solverProblems([...path, 'solvers', index], solver)),
  ];
}

function preferredChainProblems(path: FieldPath, chain: string): readonly SpecProblem[] {
  return [...chain].length > MAX_PREFERRED_CHAIN
    ? [rejected(path, `has more than ${MAX_PREFERRED_CHAIN} characters`, 'give the common name of the chain')]
    : [];
}

function accountBindingProblems(path: FieldPath, acme: JsonObject): readonly SpecProblem[] {
  if (acme.externalAccountBinding === undefined) {
    return [];
  }
  const binding = objectOf(acme.externalAccountBinding);
  const secret = objectOf(binding.keySecretRef);
  return [
    ...(isFilled(binding.keyID)
      ? []
      : [rejected([...path, 'keyID'], 'is empty', 'give the key id that the CA gave you')]),
    ...['name', 'key']
      .filter((field) => !isFilled(secret[field]))
      .map((field) => rejected([...path, 'keySecretRef', field], 'is empty', 'name the Secret and its key')),
  ];
}

function solverProblems(path: FieldPath, solver: JsonObject): readonly SpecProblem[] {
  const types = ['http01', 'dns01'].filter((type) => isJsonObject(solver[type]));
  if (types.length !== 1) {
    return [
      rejected(
        path,
        `has ${types.length === 0 ? 'neither http01 nor dns01' : 'both http01 and dns01'}`,
        'give exactly one in each solver',
      ),
    ];
  }
  const wait = textOf(solver.waitInsteadOfSelfCheck);
  return [
    ...(solver.http01 === undefined ? [] : httpProblems([...path, 'http01'], objectOf(solver.http01))),
    ...(solver.dns01 === undefined ? [] : dnsProblems([...path, 'dns01'], objectOf(solver.dns01))),
    ...(wait === undefined || (parseGoDuration(wait) ?? -1) >= 0
      ? []
      : [
          rejected(
            [...path, 'waitInsteadOfSelfCheck'],
            `${describeString(wait)} is not a Go duration of 0 or more`,
            'write one such as 30s',
          ),
        ]),
  ];
}

function httpProblems(path: FieldPath, http: JsonObject): readonly SpecProblem[] {
  const solvers = HTTP_SOLVERS.filter((solver) => isJsonObject(http[solver]));
  return [
    ...(solvers.length === 1
      ? []
      : [
          rejected(
            path,
            `has ${solvers.length === 0 ? 'neither' : 'both'} ${HTTP_SOLVERS.join(solvers.length === 0 ? ' nor ' : ' and ')}`,
            'give exactly one',
          ),
        ]),
    ...solvers.flatMap((solver) =>
      serviceTypeProblems([...path, solver, 'serviceType'], textOf(objectOf(http[solver]).serviceType) ?? ''),
    ),
    ...ingressProblems([...path, 'ingress'], objectOf(http.ingress)),
    ...objectsOf(objectOf(http.gatewayHTTPRoute).parentRefs).flatMap(([index, parent]) =>
      parentProblems([...path, 'gatewayHTTPRoute', 'parentRefs', index], parent),
    ),
  ];
}

function serviceTypeProblems(path: FieldPath, type: string): readonly SpecProblem[] {
  return type === '' || SERVICE_TYPES.includes(type)
    ? []
    : [
        rejected(
          path,
          `${describeString(type)} is not allowed, allowed are ${SERVICE_TYPES.join(', ')}`,
          'leave it out for NodePort',
        ),
      ];
}

function ingressProblems(path: FieldPath, ingress: JsonObject): readonly SpecProblem[] {
  const ways = ['ingressClassName', 'class', 'name'].filter(
    (field) => ingress[field] !== undefined && ingress[field] !== '',
  );
  const className = textOf(ingress.ingressClassName) ?? '';
  return [
    ...(ways.length > 1
      ? [rejected(path, `has ${ways.join(' and ')}`, 'keep one, ingressClassName for a new Ingress')]
      : []),
    ...(className === '' || DNS_SUBDOMAIN.test(className)
      ? []
      : [
          rejected(
            [...path, 'ingressClassName'],
            `${describeString(className)} is not a name of an IngressClass`,
            'use class for the value of the old annotation',
          ),
        ]),
  ];
}

/** The CRD fills in `kind`, so a name alone is good; a kind without a name is not. */
function parentProblems(path: FieldPath, parent: JsonObject): readonly SpecProblem[] {
  return isFilled(parent.name) ? [] : [rejected([...path, 'name'], 'is empty', 'name the Gateway')];
}

function dnsProblems(path: FieldPath, dns: JsonObject): readonly SpecProblem[] {
  const providers = DNS_PROVIDERS.filter((provider) => isJsonObject(dns[provider]));
  return providers.length === 1
    ? []
    : [
        rejected(
          path,
          `has ${providers.length === 0 ? 'no provider' : providers.join(' and ')}`,
          `give exactly one of ${DNS_PROVIDERS.join(', ')}`,
        ),
      ];
}
