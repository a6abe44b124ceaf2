import { truthOf } from '../../../gateways/kong/truth-of';
import { annotationOf, fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { GATEWAY_API, INGRESS, isOfKind, SERVICE } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { RouteBackend } from '../../../manifests/graph/routes';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import {
  annotationPath,
  HOST_HEADER,
  kongControllerOf,
  policiesOn,
  readsPolicies,
  speaksTls,
  TLS_VERIFY,
  VERSION_UNKNOWN,
  validationOf,
} from './_kong';

const HTTP_ROUTE = 'HTTPRoute';
const PRESERVE_HOST = 'konghq.com/preserve-host';

/** A route that leaves the Host header alone, and a backend whose name is stated. */
interface Meeting {
  readonly place: RouteBackend;
  readonly controller: ApplicableGateway;
  readonly name: string;
  /** Where the name stands, for the message. */
  readonly origin: string;
}

/** Kong takes the client's Host header before it looks at the name of the upstream. */
export const preserveHostWins: Rule<CheckContext> = {
  id: 'kong/preserve-host-wins',
  severity: 'error',
  title: "A route of Kong verifies the client's Host header in place of the name that is stated for the backend",
  why:
    "The controllers give routes preserve_host: true, and Kong then sends and verifies the client's Host header as the server name: " +
    'neither the hostname of a BackendTLSPolicy nor konghq.com/host-header counts (Kong/kong#5580). Requests fail with 502, or ' +
    'whoever sends them chooses which name of the backend is verified.',
  fix: 'Annotate the route with konghq.com/preserve-host: "false".',
  check(context) {
    const routes = kongRoutes(context);
    if (routes.length === 0) {
      return notApplicable('there is no HTTPRoute or Ingress of Kong');
    }
    const meetings = routes
      .filter(({ route }) => truthOf(annotationOf(route, PRESERVE_HOST)) !== false)
      .flatMap(({ route, controller }) => firstMeeting(context, route, controller));
    // A release that reads no policies verifies nothing either.
    const judged = meetings.map((meeting) => ({ meeting, verifies: readsPolicies(context, meeting.controller) }));
    if (judged.length > 0 && judged.every(({ verifies }) => verifies === undefined)) {
      return notApplicable(VERSION_UNKNOWN);
    }
    return resultOf(judged.flatMap(({ meeting, verifies }) => (verifies === true ? [describe(meeting)] : [])));
  },
};

function kongRoutes(
  context: CheckContext,
): readonly { readonly route: Manifest; readonly controller: ApplicableGateway }[] {
  return [{ group: GATEWAY_API, kind: HTTP_ROUTE }, INGRESS]
    .flatMap(({ group, kind }) => context.index.ofKind(group, kind))
    .flatMap((route) => {
      const controller = kongControllerOf(context, route);
      return controller === undefined ? [] : [{ route, controller }];
    });
}

/** One finding a route: the annotation mends it for all of its backends. */
function firstMeeting(context: CheckContext, route: Manifest, controller: ApplicableGateway): readonly Meeting[] {
  const meetings = context.graph.routes
    .backendsOf(route)
    .filter(({ role, reference }) => role === 'backend' && isOfKind(reference.to, SERVICE))
    .flatMap((place) => nameFor(context, place).map((stated) => ({ place, controller, ...stated })))
    .filter(({ place, name }) => !isOnlyHost(place, name));
  return meetings.slice(0, 1);
}

/** The name that the backend is to be verified by. Policies reach Ingresses too, once an HTTPRoute leads to the Service. */
function nameFor(
  { graph }: CheckContext,
  { route, reference }: RouteBackend,
): readonly Pick<Meeting, 'name' | 'origin'>[] {
  const service = graph.index.find(reference.to);
  const isApplied = route.key.kind === HTTP_ROUTE || isReachedByHttpRoute(graph, reference.to);
  const policies = isApplied ? policiesOn(graph, reference.to) : [];
  const byPolicy = policies.flatMap((policy) => {
    const name = textOf(validationOf(policy), 'hostname');
    return name === undefined ? [] : [{ name, origin: `hostname ${name} of BackendTLSPolicy ${policy.key.name}` }];
  });
  const header = service === undefined ? undefined : annotationOf(service, HOST_HEADER);
  const isVerified = service !== undefined && speaksTls(service) && truthOf(annotationOf(service, TLS_VERIFY)) === true;
  const byHeader =
    header === undefined || !isVerified
      ? []
      : [{ name: header, origin: `${HOST_HEADER} ${header} of Service ${reference.to.name}` }];
  return byPolicy.length > 0 ? byPolicy : byHeader;
}

/** A policy has an ancestor only then. */
function isReachedByHttpRoute(graph: ReferenceGraph, service: ObjectReference): boolean {
  return graph.routes.backendsTo(service).some(({ route }) => route.key.kind === HTTP_ROUTE);
}

/** Whether clients can reach the backend by that very name only, so that their Host header is the name. */
function isOnlyHost({ route, rule }: RouteBackend, name: string): boolean {
  const position = rule[2];
  const hosts = isOfKind(referenceTo(route), INGRESS)
    ? [fieldOf(itemsOf(fieldAt(route.body, 'spec', 'rules'))[typeof position === 'number' ? position : -1], 'host')]
    : itemsOf(fieldAt(route.body, 'spec', 'hostnames'));
  return hosts.length > 0 && hosts.every((host) => host === name);
}

function describe({ place, controller, origin }: Meeting): RuleFinding {
  const { route, reference } = place;
  const value = annotationOf(route, PRESERVE_HOST);
  const found = value === undefined ? `no ${PRESERVE_HOST}` : `${PRESERVE_HOST} "${value.slice(0, 40)}"`;
  return {
    manifest: route,
    path: annotationPath(PRESERVE_HOST),
    message: `the route has ${found}, so ${describeGateway(controller)} lets Kong send and verify the client's Host header, not ${origin}, at ${formatReference(reference.to)}`,
    fix: `annotate the route with ${PRESERVE_HOST}: "false"`,
  };
}
