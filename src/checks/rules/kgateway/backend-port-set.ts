import type { Reference } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';

/** A Backend of kgateway states its ports itself. */
export const backendPortSet: Rule<CheckContext> = {
  id: 'kgateway/backend-port-set',
  severity: 'error',
  title: 'A route names a port of a kgateway Backend, which it may not',
  why:
    'A kgateway Backend has the ports of its hosts itself. A backendRef that names one is refused with BackendPortNotAllowedError, ' +
    'and requests that match the rule get 5xx.',
  fix: 'Remove the port from the backendRef.',
  check({ graph }) {
    const references = graph.routes
      .all()
      .flatMap((route) => graph.routes.backendsOf(route))
      .map(({ reference }) => reference)
      .filter(({ to }) => to.group === 'gateway.kgateway.dev' && to.kind === 'Backend');
    if (references.length === 0) {
      return notApplicable('no route sends requests to a kgateway Backend');
    }
    return resultOf(references.filter(({ port }) => port !== undefined).map(portNamed));
  },
};

function portNamed({ from, path, to, port }: Reference) {
  return {
    manifest: from,
    path: [...path, 'port'],
    message: `the backendRef names port ${port} of Backend ${to.name}; a Backend of kgateway states its ports itself, and none is allowed here`,
    fix: 'remove the port from the backendRef',
  };
}
