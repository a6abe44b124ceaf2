import { effectiveServiceTls } from '../../../gateways/kong/effective-service-tls';
import { replacedAnnotations } from '../../../gateways/kong/service-contradictions';
import { referenceTo } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  HOST_HEADER,
  kongControllersFor,
  PROTOCOL,
  policiesOn,
  readsPolicies,
  servicesWith,
  TLS_VERIFY,
  TLS_VERIFY_DEPTH,
} from './_kong';

/** Annotations and a policy on one Service: the policy wins, as long as it is applied. */
export const policyOverridesAnnotation: Rule<CheckContext> = {
  id: 'kong/policy-overrides-annotation',
  severity: 'warning',
  title: 'An annotation of a Service says otherwise than the BackendTLSPolicy on it, which wins',
  why:
    'Kong lays a BackendTLSPolicy over protocol, host header, verification and depth of the Service. What the annotation says does ' +
    'not hold, and comes back by itself when the policy is rejected or loses its last HTTPRoute: the Service is then spoken to in ' +
    'another way than was tested.',
  fix: 'Remove the annotation, or let it say what the policy says. upstream-tls explain-service shows what holds.',
  check(context) {
    const services = servicesWith(context.index, [PROTOCOL, HOST_HEADER, TLS_VERIFY, TLS_VERIFY_DEPTH])
      .map((manifest) => ({ manifest, target: referenceTo(manifest) }))
      .filter(({ target }) => target.kind === 'Service' && policiesOn(context.graph, target).length > 0)
      .map((service) => ({ ...service, controllers: kongControllersFor(context, service.target) }))
      .filter(({ controllers }) => controllers.length > 0);
    if (services.length === 0) {
      return notApplicable('no Service that Kong reaches has both such annotations and a BackendTLSPolicy');
    }
    return resultOf(
      services.flatMap(({ manifest, target, controllers }) => {
        const reads = controllers.some((controller) => readsPolicies(context, controller) !== false);
        const effective = effectiveServiceTls(context.graph, target, { readsPolicies: reads });
        return (effective === undefined ? [] : replacedAnnotations(effective)).map(({ origin, message, fix }) => ({
          manifest,
          path: origin.path,
          message,
          fix,
        }));
      }),
    );
  },
};
