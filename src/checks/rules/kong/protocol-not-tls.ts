import { grpcRemedy } from '../../../gateways/kong/grpc-remedy';
import { annotationOf } from '../../../manifests/graph/json-fields';
import { GATEWAY_API, INGRESS, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import {
  annotationPath,
  CA_CONFIG_MAPS,
  CA_SECRETS,
  CLIENT_CERT,
  kongControllerOf,
  PROTOCOL,
  policiesOn,
  servicesWith,
  speaksTls,
  TLS_VERIFY,
  TLS_VERIFY_DEPTH,
} from './_kong';

const TLS_ANNOTATIONS = [CLIENT_CERT, TLS_VERIFY, TLS_VERIFY_DEPTH, CA_SECRETS, CA_CONFIG_MAPS];

/** Protocols that are TLS, and that Kong Gateway refuses settings for. */
const REFUSED = ['grpcs', 'wss'];

const GRPC_ROUTE = { group: GATEWAY_API, kind: 'GRPCRoute' };

/** TLS settings count for two protocols only, and gRPC for two others. */
export const protocolNotTls: Rule<CheckContext> = {
  id: 'kong/protocol-not-tls',
  severity: 'error',
  title:
    'A Service of Kong has a protocol that its TLS annotations do not count with, or that its GRPCRoutes cannot use',
  why:
    'Client certificate, verification and authorities of a Service count with the protocols https and tls. With others, http ' +
    'without an annotation among them, the controllers drop them with an event and requests go out in plaintext; with grpcs and wss ' +
    'the open source Kong Gateway refuses the whole configuration (Kong/kong#14727; Enterprise 3.14 and later are not known). ' +
    'Kong passes requests on as gRPC with grpc and grpcs only, so that a GRPCRoute cannot lead to a Service whose TLS is set.',
  fix: 'Annotate the Service with konghq.com/protocol: https; for gRPC with TLS that is verified, use another gateway.',
  check(context) {
    const services = servicesWith(context.index, TLS_ANNOTATIONS);
    const leading = grpcRoutesToTls(context);
    if (services.length === 0 && leading.length === 0) {
      return notApplicable('no Service has TLS annotations of Kong');
    }
    return resultOf([
      ...services.flatMap((service) => wrongProtocol(context.graph, service)),
      ...leading.map((each) => notGrpc(each)),
    ]);
  },
};

interface GrpcBackend {
  readonly service: Manifest;
  readonly reference: Reference;
}

/** The references by which GRPCRoutes of Kong lead to Services with a protocol of TLS that is not gRPC. */
function grpcRoutesToTls(context: CheckContext): readonly GrpcBackend[] {
  return servicesWith(context.index, [PROTOCOL])
    .filter(speaksTls)
    .flatMap((service) =>
      context.graph.routes
        .backendsTo(referenceTo(service))
        .filter(({ role, route }) => role === 'backend' && isOfKind(referenceTo(route), GRPC_ROUTE))
        .filter(({ route }) => kongControllerOf(context, route) !== undefined)
        .map(({ reference }) => ({ service, reference })),
    );
}

function notGrpc({ service, reference: { from, path } }: GrpcBackend): RuleFinding {
  const isMutual = annotationOf(service, CLIENT_CERT) !== undefined;
  return {
    manifest: from,
    path,
    message: `${formatReference(referenceTo(service))} has ${PROTOCOL}: ${annotationOf(service, PROTOCOL)}, with which Kong does not pass requests on as gRPC; allowed for a GRPCRoute are grpc and grpcs`,
    fix: grpcRemedy(isMutual ? 'mutual' : 'oneWay'),
  };
}

function wrongProtocol(graph: ReferenceGraph, service: Manifest): readonly RuleFinding[] {
  // A policy that is applied sets the protocol.
  if (speaksTls(service) || policiesOn(graph, referenceTo(service)).length > 0) {
    return [];
  }
  const protocol = annotationOf(service, PROTOCOL);
  if (protocol === undefined && !defaultsToHttp(graph, service)) {
    return [];
  }
  const idle = TLS_ANNOTATIONS.filter((name) => annotationOf(service, name) !== undefined);
  const found =
    protocol === undefined ? `${PROTOCOL} is not set, which means http` : `${PROTOCOL} is "${protocol.slice(0, 40)}"`;
  const effect = REFUSED.includes(protocol ?? '')
    ? 'Kong Gateway refuses the whole configuration with'
    : 'the controller drops, and the backend is spoken to without,';
  return [
    {
      manifest: service,
      path: annotationPath(protocol === undefined ? (idle[0] ?? PROTOCOL) : PROTOCOL),
      message: `${found}; ${effect} ${idle.join(', ')}, allowed with https and tls`,
      fix: `set ${PROTOCOL}: https`,
    },
  ];
}

/** Routes of other kinds than these may have the controllers choose another protocol. */
function defaultsToHttp(graph: ReferenceGraph, service: Manifest): boolean {
  return graph.routes
    .backendsTo(referenceTo(service))
    .every(({ route }) => route.key.kind === 'HTTPRoute' || isOfKind(referenceTo(route), INGRESS));
}
