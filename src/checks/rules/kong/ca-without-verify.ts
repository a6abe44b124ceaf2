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
  title: 'A Service names certificate authorities for Kong and does not ask for verification',
  why:
    'Without konghq.com/tls-verify: "true" the authorities are dropped with an event. Kong Gateway before 3.14 then verifies ' +
    'nothing; later releases verify against the global trust store, which a private authority is not in. Texts such as yes and on ' +
    'count as unset.',
  fix: 'Annotate the Service with konghq.com/tls-verify: "true".',
  check({ index, graph }) {
    const services = servicesWith(index, [CA_SECRETS, CA_CONFIG_MAPS]);
    if (services.length === 0) {
      return notApplicable('no Service names certificate authorities by an annotation of Kong');
    }
    // A policy that is applied turns verification on.
    return resultOf(
      services.filter((service) => policiesOn(graph, referenceTo(service)).length === 0).flatMap(unverified),
    );
  },
};

function unverified(service: Manifest): readonly RuleFinding[] {
  const value = annotationOf(service, TLS_VERIFY);
  if (truthOf(value) === true) {
    return [];
  }
  const list = [CA_CONFIG_MAPS, CA_SECRETS].find((name) => annotationOf(service, name) !== undefined) ?? CA_SECRETS;
  const found = value === undefined ? `there is no ${TLS_VERIFY}` : `${TLS_VERIFY} is "${value.slice(0, 40)}"`;
  const unset = value === undefined || truthOf(value) === false ? '' : ', which counts as unset';
  return [
    {
      manifest: service,
      path: annotationPath(list),
      message: `the authorities are dropped, as ${found}${unset}: Kong does not verify the backend, or from 3.14 on against its global trust store`,
      fix: `set ${TLS_VERIFY}: "true"`,
    },
  ];
}
