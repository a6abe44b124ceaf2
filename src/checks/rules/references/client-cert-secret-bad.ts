import { hasKey } from '../../../manifests/graph/data-keys';
import { textOf } from '../../../manifests/graph/json-fields';
import { GATEWAY, isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

const TLS_TYPE = 'kubernetes.io/tls';
const PAIR = ['tls.crt', 'tls.key'];

/** Client certificates of Gateways that cannot be presented. One that is missing from an open set is not judged here. */
export const clientCertSecretBad: Rule<CheckContext> = {
  id: 'references/client-cert-secret-bad',
  severity: 'error',
  title: 'The client certificate of a Gateway is not a Secret with a certificate and a key',
  why:
    'The Gateway stays Accepted, and Envoy Gateway and kgateway then connect without a client certificate: a backend that ' +
    'wants one refuses, and one that does not learns nothing of the gateway.',
  fix: 'Refer to a Secret of type kubernetes.io/tls with `tls.crt` and `tls.key`.',
  check(context) {
    const references = context.index
      .ofKind(GATEWAY.group, GATEWAY.kind)
      .flatMap((gateway) => context.graph.references.of(gateway))
      .filter(({ purpose }) => purpose === 'client-certificate');
    return references.length === 0
      ? notApplicable('no Gateway has a client certificate')
      : resultOf(references.flatMap((reference) => findings(reference, context)));
  },
};

function findings(reference: Reference, context: CheckContext): readonly RuleFinding[] {
  const { to } = reference;
  if (!isOfKind(to, SECRET)) {
    const what = `${to.kind} ${to.group === '' ? 'of the core group' : `of the group ${to.group}`}`;
    return [
      bad(
        reference,
        `the client certificate is a ${what}; allowed is a Secret of the core group`,
        'set kind to Secret and group to ""',
      ),
    ];
  }
  if (context.closedWorld && context.graph.resolveObject(to).state === 'unresolved') {
    return [
      bad(
        reference,
        `${formatReference(to)} does not exist: the set is declared complete and does not have it`,
        'add a Certificate with that secretName',
      ),
    ];
  }
  return [...typeFindings(reference, context), ...keyFindings(reference, context)];
}

/** Only a manifest tells the type; what cert-manager writes has the right one. */
function typeFindings(reference: Reference, { index, graph }: CheckContext): readonly RuleFinding[] {
  const secret = index.find(reference.to);
  const isWritten = graph.productions.of(reference.to).length > 0;
  const type = secret && (textOf(secret.body, 'type') ?? 'Opaque');
  return type === undefined || type === TLS_TYPE || isWritten
    ? []
    : [
        bad(
          reference,
          `${formatReference(reference.to)} is of type ${type}; allowed is ${TLS_TYPE}`,
          `set the type of the Secret to ${TLS_TYPE}; a Secret that exists must be deleted for it`,
        ),
      ];
}

function keyFindings(reference: Reference, { graph }: CheckContext): readonly RuleFinding[] {
  const keys = graph.keysOf(reference.to);
  const missing = PAIR.filter((key) => hasKey(keys, key) === 'no');
  return missing.length === 0
    ? []
    : [
        bad(
          reference,
          `${formatReference(reference.to)} has no ${missing.join(' and no ')}`,
          'give it the certificate and its key, as cert-manager does',
        ),
      ];
}

function bad({ from, path }: Reference, message: string, fix: string): RuleFinding {
  return { manifest: from, path, message, fix };
}
