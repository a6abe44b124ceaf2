import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldOf, itemsOf, nonEmpty, objectOf } from '../../../manifests/graph/json-fields';
import { SERVERS_TRANSPORT } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey, isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeGateway, judgeVendor } from '../_vendor-capability';

/** Settings that stand for TLS of one's own; Traefik takes them or SPIFFE, never both. */
const TLS_FIELDS = [
  'serverName',
  'insecureSkipVerify',
  'rootCAs',
  'rootCAsSecrets',
  'certificatesSecrets',
  'peerCertURI',
] as const;

/** A transport that Traefik replaces, or takes without its client certificate. */
export const transportFallback: Rule<CheckContext> = {
  id: 'traefik/transport-fallback',
  severity: 'error',
  title: 'A ServersTransport contradicts itself, or names a client certificate that is not there',
  why:
    'Traefik logs a Secret that it cannot read and goes on without that certificate. A transport that it cannot build, as with spiffe ' +
    'beside TLS fields, is replaced by the default one, which has neither your authorities nor your certificate.',
  fix: 'Keep the Secret with tls.crt and tls.key in the namespace of the ServersTransport, and set either spiffe or TLS fields.',
  check(context) {
    const transports = context.index.ofKind(SERVERS_TRANSPORT.group, SERVERS_TRANSPORT.kind);
    if (transports.length === 0) {
      return notApplicable('there is no ServersTransport');
    }
    return judgeVendor(context.questions, 'traefik', 'perBackendCert', ({ gateway }) =>
      resultOf(
        transports.flatMap((transport) => [
          ...contradictions(transport, describeGateway(gateway)),
          ...unreadable(transport, context, describeGateway(gateway)),
        ]),
      ),
    );
  },
};

function contradictions(transport: Manifest, gateway: string): readonly RuleFinding[] {
  const spec = objectOf(transport.body, 'spec');
  const fields = TLS_FIELDS.filter((field) => isSet(fieldOf(spec, field)));
  return !isJsonObject(spec.spiffe) || fields.length === 0
    ? []
    : [
        {
          manifest: transport,
          path: ['spec', 'spiffe'],
          message: `spiffe stands beside ${fields.join(', ')}; ${gateway} refuses both together and uses its default transport`,
          fix: `remove spiffe, or ${fields.join(', ')}`,
        },
      ];
}

function isSet(value: JsonValue | undefined): boolean {
  return value === true || nonEmpty(value) !== undefined || itemsOf(value).length > 0;
}

function unreadable(transport: Manifest, context: CheckContext, gateway: string): readonly RuleFinding[] {
  return context.graph.references
    .of(transport)
    .filter(({ purpose }) => purpose === 'client-certificate')
    .flatMap((reference) => {
      const problem = problemOf(reference, context);
      return problem === undefined
        ? []
        : [
            {
              manifest: transport,
              path: reference.path,
              message: `${problem}; ${gateway} goes on without the client certificate`,
              fix: `see that ${formatReference(reference.to)} has tls.crt and tls.key`,
            },
          ];
    });
}

/** A Secret that is not in the set may be in the cluster, unless the set has it in another namespace. */
function problemOf({ to }: Reference, { graph, closedWorld }: CheckContext): string | undefined {
  if (graph.resolveObject(to).state !== 'unresolved') {
    const missing = ['tls.crt', 'tls.key'].filter((key) => hasKey(graph.keysOf(to), key) === 'no');
    return missing.length === 0 ? undefined : `${formatReference(to)} has no ${missing.join(' and no ')}`;
  }
  // A namespace that is left to whoever applies the object may become the right one.
  const namesake =
    to.namespace === undefined ? undefined : graph.named(to).findLast(({ key }) => key.namespace !== undefined);
  if (namesake !== undefined) {
    return `there is no ${formatReference(to)}, only ${formatKey(namesake.key)}, and other namespaces are not read`;
  }
  return closedWorld ? `there is no ${formatReference(to)}` : undefined;
}
