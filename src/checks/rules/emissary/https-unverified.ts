import { fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import { MAPPING } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { describeString } from '../../schema/describe-value';

const HTTPS = /^https:\/\//i;

/** TLS that verifies nothing. */
export const httpsUnverified: Rule<CheckContext> = {
  id: 'emissary/https-unverified',
  severity: 'error',
  title: 'A Mapping reaches its service by https:// without a TLSContext that has authorities',
  why:
    'Emissary then encrypts but verifies nothing: whoever answers at that address is taken for the backend. Without a TLSContext ' +
    'no client certificate is sent either; one without ca_secret sends it to a server that is not verified.',
  fix: 'Name a TLSContext with ca_secret and secret in spec.tls.',
  check({ index, graph }) {
    const mappings = index.ofKind(MAPPING.group, MAPPING.kind).filter((mapping) => isHttps(mapping));
    return mappings.length === 0
      ? notApplicable('there is no Mapping with an https:// service')
      : resultOf(mappings.flatMap((mapping) => unverified(mapping, graph)));
  },
};

function isHttps({ body }: Manifest): boolean {
  return HTTPS.test(nonEmpty(fieldAt(body, 'spec', 'service')) ?? '');
}

function unverified(mapping: Manifest, graph: CheckContext['graph']): readonly RuleFinding[] {
  const service = describeString(nonEmpty(fieldAt(mapping.body, 'spec', 'service')) ?? '');
  // `true` instead of a name is the old way to ask for TLS, and verifies nothing either.
  if (nonEmpty(fieldAt(mapping.body, 'spec', 'tls')) === undefined) {
    return [
      {
        manifest: mapping,
        path: ['spec', 'service'],
        message: `service ${service} is reached by TLS without a TLSContext, so its certificate is not verified`,
        fix: 'set spec.tls to the name of a TLSContext that has ca_secret and secret',
      },
    ];
  }
  const reference = graph.references.of(mapping).find(({ purpose }) => purpose === 'transport');
  const context = reference && graph.index.find(reference.to);
  return reference === undefined || context === undefined || hasAuthorities(context)
    ? []
    : [
        {
          manifest: mapping,
          path: reference.path,
          message: `service ${service} is reached with ${formatReference(reference.to)}, which has no ca_secret, so its certificate is not verified`,
          fix: `set ca_secret of ${formatReference(reference.to)} to a Secret with the authorities under tls.crt`,
        },
      ];
}

function hasAuthorities(context: Manifest): boolean {
  return ['ca_secret', 'cacert_chain_file'].some(
    (field) => nonEmpty(fieldAt(context.body, 'spec', field)) !== undefined,
  );
}
