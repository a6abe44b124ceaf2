import { truthOf } from '../../../gateways/kong/truth-of';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { referenceTo } from '../../../manifests/graph/reference';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  annotationPath,
  CA_CONFIG_MAPS,
  CA_SECRETS,
  PROTOCOL,
  policiesOn,
  servicesWith,
  speaksTls,
  TLS_VERIFY,
} from './_kong';
import { commonFact, kongGatewaysOf, NO_KONG_GATEWAY } from './_kong-gateway';

/** The protocols whose Services Kong Gateway refuses when they turn verification off. */
const VERIFIED_PROTOCOLS = ['https', 'tls', 'grpcs', 'wss'];

const FIX = `set ${TLS_VERIFY}: "true", and name the authority's ConfigMap in ${CA_CONFIG_MAPS}`;

/** Since 3.14 Kong Gateway verifies unless its own configuration says otherwise. */
export const tlsVerifyOff: Rule<CheckContext> = {
  id: 'kong/tls-verify-off',
  severity: 'error',
  title: 'A Service turns verification off, or leaves it open, before a Kong Gateway that insists on it',
  why:
    'From 3.14 on tls_certificate_verify is on by default. A Service with konghq.com/tls-verify: "false" is then refused, by a ' +
    'Kong without database together with the whole configuration. One that says nothing is verified against the global trust ' +
    'store, so that a backend under a private authority fails.',
  fix: 'Verify the backend: konghq.com/tls-verify: "true" with its authority.',
  check({ index, graph }) {
    const services = servicesWith(index, [PROTOCOL, TLS_VERIFY]).filter((service) =>
      VERIFIED_PROTOCOLS.includes(annotationOf(service, PROTOCOL) ?? ''),
    );
    if (services.length === 0) {
      return notApplicable('no Service has TLS by an annotation of Kong');
    }
    const gateways = kongGatewaysOf(index);
    const verifies = commonFact(gateways, 'verifiesByDefault');
    const [gateway] = gateways;
    if (gateway === undefined || verifies === undefined) {
      return notApplicable(NO_KONG_GATEWAY);
    }
    // A policy that is applied turns verification on.
    const own = verifies ? services.filter((service) => policiesOn(graph, referenceTo(service)).length === 0) : [];
    return resultOf(own.flatMap((service) => notVerified(service, gateway.version)));
  },
};

function notVerified(service: Manifest, version: string): readonly RuleFinding[] {
  const value = annotationOf(service, TLS_VERIFY);
  const truth = truthOf(value);
  if (truth === false) {
    return [
      {
        manifest: service,
        path: annotationPath(TLS_VERIFY),
        message: `${TLS_VERIFY} is "${value}", which Kong Gateway ${version} refuses; without a database it refuses the whole configuration`,
        fix: FIX,
      },
    ];
  }
  // Authorities without verification are for another rule to say.
  const namesCas = [CA_CONFIG_MAPS, CA_SECRETS].some((name) => annotationOf(service, name) !== undefined);
  return truth === true || namesCas || !speaksTls(service)
    ? []
    : [
        {
          manifest: service,
          severity: 'warning',
          path: annotationPath(PROTOCOL),
          message: `without ${TLS_VERIFY} Kong Gateway ${version} verifies the backend against its global trust store, which a private authority is not in`,
          fix: FIX,
        },
      ];
}
