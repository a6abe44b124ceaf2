import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import { indexManifests } from '../../../manifests/index-set';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { dataText } from '../_data-text';
import { CLIENT_CERT, servicesWith } from './_kong';

/** What a connection pool is told apart by is the id of the certificate, which a renewal in place keeps. */
export const poolKeepsOldCert: Rule<CheckContext> = {
  id: 'kong/pool-keeps-old-cert',
  severity: 'warning',
  title: 'A client certificate is renewed in place, and pooled connections of Kong keep the old one',
  why:
    'A renewed Secret keeps its id in Kong, so that idle connections which were opened with the old certificate are used again: up ' +
    'to 60 seconds without a request or 10000 requests, which under steady traffic is long. A backend that no longer accepts the ' +
    'old certificate goes on seeing it.',
  fix: 'Keep the old certificate valid for longer than connections live, or lower the keep-alive of Kong before the change.',
  check({ index, graph, before }) {
    if (before === undefined) {
      return notApplicable('the manifests that are to be replaced are not given');
    }
    const references = servicesWith(index, [CLIENT_CERT])
      .flatMap((service) => graph.references.of(service))
      .filter(({ purpose }) => purpose === 'client-certificate');
    const old = indexManifests(before);
    const pairs = references.flatMap((reference) => {
      const [then, now] = [old.find(reference.to), index.find(reference.to)];
      return then === undefined || now === undefined ? [] : [{ reference, then, now }];
    });
    if (pairs.length === 0) {
      return notApplicable('no Secret that a Service names as its client certificate for Kong is in both sets');
    }
    const seen = new Set<Manifest>();
    return resultOf(
      pairs.flatMap(({ reference, then, now }) => {
        const isNew = !seen.has(now);
        seen.add(now);
        return isNew ? renewed(reference, then, now) : [];
      }),
    );
  },
};

function renewed({ from }: Reference, then: Manifest, now: Manifest): readonly RuleFinding[] {
  const [old, current] = [dataText(then, 'tls.crt'), dataText(now, 'tls.crt')];
  if (old === undefined || current === undefined || old.text === current.text) {
    return [];
  }
  return [
    {
      manifest: now,
      path: current.path,
      message: `the client certificate of ${formatKey(from.key)} changes in ${formatReference(referenceTo(now))}; connections that Kong holds open go on presenting the old one, for 60 idle seconds or 10000 requests`,
      fix: 'accept both certificates at the backend until then, or lower KONG_UPSTREAM_KEEPALIVE_MAX_REQUESTS and KONG_UPSTREAM_KEEPALIVE_IDLE_TIMEOUT first',
    },
  ];
}
