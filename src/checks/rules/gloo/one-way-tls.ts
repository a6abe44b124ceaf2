import { fieldOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { CLIENT_CERTIFICATE, hasMaterial, tlsUpstreams } from './_ssl-config';

/** A client certificate that is there and not presented. */
export const oneWayTls: Rule<CheckContext> = {
  id: 'gloo/one-way-tls',
  severity: 'warning',
  title: 'oneWayTls holds back the client certificate of an Upstream',
  why:
    'The Secret or the files have a certificate and a key, but with oneWayTls Gloo presents no certificate. A backend that asks for ' +
    'one refuses the connection, and one that would like one does not know its client.',
  fix: 'Remove oneWayTls, or the certificate and the key.',
  check({ index, graph }) {
    const upstreams = tlsUpstreams(index).filter(({ sslConfig }) => fieldOf(sslConfig, 'oneWayTls') === true);
    if (upstreams.length === 0) {
      return notApplicable('there is no Upstream with oneWayTls');
    }
    const holding = upstreams.filter((upstream) => hasMaterial(upstream, CLIENT_CERTIFICATE, graph) === 'yes');
    return resultOf(
      holding.map(({ upstream }) => ({
        manifest: upstream,
        path: ['spec', 'sslConfig', 'oneWayTls'],
        message: 'oneWayTls is true beside a client certificate, which Gloo then does not present',
        fix: 'remove oneWayTls, or take tls.crt and tls.key away if the backend needs no client certificate',
      })),
    );
  },
};
