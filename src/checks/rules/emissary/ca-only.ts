import { hasKey } from '../../../manifests/graph/data-keys';
import { fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import { TLS_CONTEXT } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** Authorities that Emissary does not take, or does not find. */
export const caOnly: Rule<CheckContext> = {
  id: 'emissary/ca-only',
  severity: 'error',
  title: 'A TLSContext has ca_secret without secret, or a ca_secret without the key tls.crt',
  why:
    'Emissary refuses a TLSContext that has authorities but no certificate of its own, so a backend cannot be verified without ' +
    'presenting one. And it reads the authorities from the key tls.crt, not from ca.crt.',
  fix: 'Give both ca_secret and secret, with the authorities in the key tls.crt of the first.',
  check({ index, graph }) {
    const contexts = index
      .ofKind(TLS_CONTEXT.group, TLS_CONTEXT.kind)
      .filter((context) => textAt(context, 'ca_secret') !== undefined);
    return contexts.length === 0
      ? notApplicable('there is no TLSContext with a ca_secret')
      : resultOf(contexts.flatMap((context) => [...withoutCertificate(context), ...withoutKey(context, graph)]));
  },
};

function withoutCertificate(context: Manifest): readonly RuleFinding[] {
  const hasCertificate = ['secret', 'cert_chain_file'].some((field) => textAt(context, field) !== undefined);
  return hasCertificate
    ? []
    : [
        {
          manifest: context,
          path: ['spec', 'ca_secret'],
          message: 'ca_secret is set without secret; Emissary refuses authorities without a certificate to present',
          fix: 'set secret to a Secret with tls.crt and tls.key that Emissary presents to the backend',
        },
      ];
}

function withoutKey(context: Manifest, graph: CheckContext['graph']): readonly RuleFinding[] {
  // With secret_namespacing off, a dot is part of the name, which references do not tell.
  const isPlain = fieldAt(context.body, 'spec', 'secret_namespacing') !== false;
  return graph.references
    .of(context)
    .filter(({ purpose, to }) => purpose === 'ca' && isPlain && hasKey(graph.keysOf(to), 'tls.crt') === 'no')
    .map(({ path, to }) => ({
      manifest: context,
      path,
      message: `${formatReference(to)} has no key tls.crt, where Emissary looks for the authorities of ca_secret`,
      fix: 'put the authorities under the key tls.crt of that Secret',
    }));
}

function textAt({ body }: Manifest, field: string): string | undefined {
  return nonEmpty(fieldAt(body, 'spec', field));
}
