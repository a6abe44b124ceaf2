import { truthOf } from '../../../gateways/kong/truth-of';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { annotationPath, CA_CONFIG_MAPS, CA_SECRETS, policiesOn, servicesWith, TLS_VERIFY } from './_kong';

/** The controllers drop authorities of a Service that does not ask for verification. */
export const caWithoutVerify: Rule<CheckContext> = {
  id: 'kong/ca-without-verify',
  severity: 'error',
  title:
    'A Service names certificate authorities for Kong and does not ask for verification, or not in a way that is read',
  why:
    'Without konghq.com/tls-verify: "true" the authorities are dropped with an event. Kong Gateway before 3.14 then verifies ' +
    'nothing; later releases verify against the global trust store, which a private authority is not in. Texts such as yes and on ' +
    'count as unset.',
  fix: 'Annotate the Service with konghq.com/tls-verify: "true".',
  check({ index, graph }) {
    const services = servicesWith(index, [CA_SECRETS, CA_CONFIG_MAPS, TLS_VERIFY]).filter(
      (service) => namesAuthorities(service) || isUnreadable(annotationOf(service, TLS_VERIFY)),
    );
    if (services.length === 0) {
      return notApplicable('no Service names certificate authorities by an annotation of Kong');
    }
    // A policy that is applied turns verification on.
    return resultOf(
      services.filter((service) => policiesOn(graph, referenceTo(service)).length === 0).flatMap(unverified),
    );
  },
};

function namesAuthorities(service: Manifest): boolean {
  return [CA_SECRETS, CA_CONFIG_MAPS].some((name) => annotationOf(service, name) !== undefined);
}

/** Neither true nor false, which the controllers take for unset. */
function isUnreadable(value: string | undefined): value is string {
  return value !== undefined && truthOf(value) === undefined;
}

function unverified(service: Manifest): readonly RuleFinding[] {
  const value = annotationOf(service, TLS_VERIFY);
  if (truthOf(value) === true) {
    return [];
  }
  const list = [CA_CONFIG_MAPS, CA_SECRETS].find((name) => annotationOf(service, name) !== undefined);
  const found = value === undefined ? `there is no ${TLS_VERIFY}` : `${TLS_VERIFY} is "${value.slice(0, 40)}"`;
  const unset = isUnreadable(value) ? ', which counts as unset' : '';
  const effect = 'Kong does not verify the backend, or from 3.14 on against its global trust store';
  return [
    {
      manifest: service,
      path: annotationPath(list ?? TLS_VERIFY),
      message:
        list === undefined
          ? `${found}${unset}: ${effect}`
          : `the authorities are dropped, as ${found}${unset}: ${effect}`,
      fix: `set ${TLS_VERIFY}: "true"`,
    },
  ];
}
