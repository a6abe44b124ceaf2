import { fieldAt, nonEmpty } from '../../../manifests/graph/json-fields';
import { MAPPING } from '../../../manifests/graph/object-kinds';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { describeString } from '../../schema/describe-value';

const HTTPS = /^https:\/\//i;

/** TLS that verifies nothing. */
export const httpsUnverified: Rule = {
  id: 'emissary/https-unverified',
  severity: 'error',
  title: 'A Mapping reaches its service by https:// without a TLSContext',
  why:
    'Emissary then encrypts but verifies nothing: whoever answers at that address is taken for the backend, and no client ' +
    'certificate is sent.',
  fix: 'Name a TLSContext with ca_secret and secret in spec.tls.',
  check({ index }) {
    const mappings = index.ofKind(MAPPING.group, MAPPING.kind).filter((mapping) => isHttps(mapping));
    return mappings.length === 0
      ? notApplicable('there is no Mapping with an https:// service')
      : resultOf(mappings.filter((mapping) => !hasContext(mapping)).map(unverified));
  },
};

function isHttps({ body }: Manifest): boolean {
  return HTTPS.test(nonEmpty(fieldAt(body, 'spec', 'service')) ?? '');
}

/** `true` instead of a name is the old way to ask for TLS, and verifies nothing either. */
function hasContext({ body }: Manifest): boolean {
  return nonEmpty(fieldAt(body, 'spec', 'tls')) !== undefined;
}

function unverified(mapping: Manifest): RuleFinding {
  const service = nonEmpty(fieldAt(mapping.body, 'spec', 'service')) ?? '';
  return {
    manifest: mapping,
    path: ['spec', 'service'],
    message: `service ${describeString(service)} is reached by TLS without a TLSContext, so its certificate is not verified`,
    fix: 'set spec.tls to the name of a TLSContext that has ca_secret and secret',
  };
}
