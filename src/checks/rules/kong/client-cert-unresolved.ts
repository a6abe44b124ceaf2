import { hasKey } from '../../../manifests/graph/data-keys';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { annotationPath, CLIENT_CERT, servicesWith } from './_kong';

const PAIR = ['tls.crt', 'tls.key'];

/** What cannot be read is left out, and requests go on. */
export const clientCertUnresolved: Rule<CheckContext> = {
  id: 'kong/client-cert-unresolved',
  severity: 'error',
  title: 'The client certificate of a Service cannot be read by Kong',
  why:
    'konghq.com/client-cert names a Secret beside the Service, with tls.crt and tls.key. Where it is elsewhere or incomplete the ' +
    'controller says so in an event and configures the Service without a client certificate.',
  fix: 'Put a Secret with tls.crt and tls.key into the namespace of the Service, and name it without a namespace.',
  check(context) {
    const services = servicesWith(context.index, [CLIENT_CERT]);
    if (services.length === 0) {
      return notApplicable('no Service names a client certificate by an annotation of Kong');
    }
    return resultOf(services.flatMap((service) => unresolved(context, service)));
  },
};

function unresolved(context: CheckContext, service: Manifest): readonly RuleFinding[] {
  const name = annotationOf(service, CLIENT_CERT)?.trim() ?? '';
  const { namespace } = service.key;
  const secret = { ...SECRET, ...(namespace === undefined ? {} : { namespace }), name };
  const problem = name.includes('/') ? namespaced(name, namespace) : problemOf(context, secret);
  return problem === undefined
    ? []
    : [
        {
          manifest: service,
          path: annotationPath(CLIENT_CERT),
          message: `${problem.what}; Kong goes on without a client certificate`,
          fix: problem.fix,
        },
      ];
}

interface Problem {
  readonly what: string;
  readonly fix: string;
}

function namespaced(value: string, namespace: string | undefined): Problem {
  return {
    what: `"${value.slice(0, 120)}" is not the name of a Secret; it is looked for in the namespace of the Service only`,
    fix: `give the name alone, of a Secret in namespace ${namespace ?? 'of the Service'}`,
  };
}

function problemOf({ graph, closedWorld }: CheckContext, secret: ObjectReference): Problem | undefined {
  if (graph.resolveObject(secret).state === 'unresolved') {
    const elsewhere =
      sameNamed(graph.named(secret).map(referenceTo), secret) ??
      sameNamed(
        graph.productions.named(secret).map(({ target }) => target),
        secret,
      );
    const fix = `issue the certificate into ${formatReference(secret)}`;
    if (elsewhere !== undefined) {
      return {
        what: `${formatReference(secret)} is not there, and ${formatReference(elsewhere)} is in another namespace`,
        fix,
      };
    }
    return closedWorld ? { what: `${formatReference(secret)} is not there`, fix } : undefined;
  }
  const missing = PAIR.filter((key) => hasKey(graph.keysOf(secret), key) === 'no');
  return missing.length === 0
    ? undefined
    : {
        what: `${formatReference(secret)} has no ${missing.join(' and no ')}`,
        fix: `put the certificate and its key under ${PAIR.join(' and ')} of ${formatReference(secret)}`,
      };
}

function sameNamed(objects: readonly ObjectReference[], wanted: ObjectReference): ObjectReference | undefined {
  return objects.find(
    ({ namespace }) => namespace !== undefined && wanted.namespace !== undefined && namespace !== wanted.namespace,
  );
}
