import { fieldOf, parsePattern, textOf, valuesAt } from '../../../manifests/graph/json-fields';
import { HTTP_PROXY } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const SERVICES = ['spec.routes[].services[]', 'spec.tcpproxy.services[]'].map(parsePattern);

/** `h2` is HTTP/2 over TLS; `h2c` is without. */
const TLS_PROTOCOLS: readonly (string | undefined)[] = ['tls', 'h2'];

/** TLS that verifies nothing, or by authorities that may not be used. */
export const httpproxyUnverified: Rule<CheckContext> = {
  id: 'contour/httpproxy-unverified',
  severity: 'error',
  title: 'An HTTPProxy speaks TLS to a service without validation, or by authorities that it may not use',
  why:
    'Without validation Contour encrypts but verifies nothing. A caSecret of another namespace counts only if a ' +
    'TLSCertificateDelegation there allows it; otherwise the HTTPProxy is invalid and serves nothing.',
  fix: 'Set validation with caSecret and subjectName, and delegate the Secret to the namespace of the HTTPProxy.',
  check(context) {
    const { index } = context;
    const proxies = index.ofKind(HTTP_PROXY.group, HTTP_PROXY.kind).filter((proxy) => tlsServices(proxy).length > 0);
    return proxies.length === 0
      ? notApplicable('there is no HTTPProxy that speaks TLS to a service')
      : resultOf(proxies.flatMap((proxy) => [...unverified(proxy), ...notDelegated(proxy, context)]));
  },
};

function tlsServices(proxy: Manifest) {
  return SERVICES.flatMap((pattern) => valuesAt(proxy.body, pattern)).filter(({ value }) =>
    TLS_PROTOCOLS.includes(textOf(value, 'protocol')),
  );
}

function unverified(proxy: Manifest): readonly RuleFinding[] {
  return tlsServices(proxy)
    .filter(({ value }) => !isJsonObject(fieldOf(value, 'validation')))
    .map(({ path, value }) => ({
      manifest: proxy,
      path: [...path, 'protocol'],
      message: `protocol ${textOf(value, 'protocol')} without validation: the certificate of the service is not verified`,
      fix: 'add validation with caSecret and subjectName, the name in the certificate of the service',
    }));
}

function notDelegated(proxy: Manifest, context: CheckContext): readonly RuleFinding[] {
  const { graph } = context;
  return graph.references
    .of(proxy)
    .filter((reference) => reference.purpose === 'ca' && graph.grants.permissionOf(reference) === 'missing')
    .map((reference) => delegationFinding(reference, context));
}

/** Where neither the Secret nor a delegation is in the set, both may be in another one. */
function delegationFinding({ from, path, to }: Reference, { graph, closedWorld }: CheckContext): RuleFinding {
  const isSure = closedWorld || graph.resolveObject(to).state !== 'unresolved';
  return {
    manifest: from,
    path,
    message: `${formatReference(to)} is of another namespace, and no TLSCertificateDelegation allows ${from.key.namespace} to use it`,
    fix: `add a TLSCertificateDelegation to namespace ${to.namespace} with secretName ${to.name} and ${from.key.namespace} in targetNamespaces`,
    ...(isSure ? {} : { severity: 'info' }),
  };
}
