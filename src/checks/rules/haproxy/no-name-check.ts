import { annotationOf } from '../../../manifests/graph/json-fields';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { CR_BACKEND, NO_SERVER_CA, type ServerCa, serverCasOf } from './_server-ca';

/** A chain that is verified for any name. */
export const noNameCheck: Rule = {
  id: 'haproxy/no-name-check',
  severity: 'warning',
  title: 'The annotation server-ca verifies the chain of the backend, but not its name',
  why:
    'HAProxy Kubernetes Ingress Controller writes "verify required" without "verifyhost": any certificate under that authority ' +
    'passes, that of another service too. And where cr-backend is set, it replaces all backend annotations, server-ca included.',
  fix: 'Name a Backend resource with cr-backend that sets verifyhost and ssl_cafile.',
  check({ index }) {
    const named = serverCasOf(index);
    return named.length === 0 ? notApplicable(NO_SERVER_CA) : resultOf(named.map(findingFor));
  },
};

function findingFor({ manifest, path, name }: ServerCa): RuleFinding {
  const isReplaced = annotationOf(manifest, CR_BACKEND) !== undefined;
  return {
    manifest,
    path,
    message: isReplaced
      ? `${name} has no effect, since ${CR_BACKEND} replaces all backend annotations`
      : `${name} verifies the chain of the backend's certificate but no name in it`,
    fix: isReplaced
      ? `set ssl, verify, ssl_cafile and verifyhost in the Backend resource, and remove ${name}`
      : `name a Backend resource with ${CR_BACKEND} that sets verifyhost to a name in the backend's certificate`,
  };
}
