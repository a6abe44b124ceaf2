import { graphOf } from '../gateways/gateway-directory';
import { GatewayVersion } from '../gateways/gateway-version';
import { effectiveServiceTls } from '../gateways/kong/effective-service-tls';
import { gatewayNamed } from '../gateways/registry';
import { formatReference } from '../manifests/graph/reference';
import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { ObjectReference } from '../manifests/index-set';
import { loadManifests } from '../manifests/load';
import type { StatedGateway } from '../manifests/rule';
import { formatServiceTls, type ServiceTlsFormat } from '../report/service-tls-report';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { readGateways } from './gateway-option';
import { readStdin } from './read-stdin';
import { UsageError } from './usage-error';

/** The options of `explain-service`, as the command line gives them. */
export interface ExplainServiceOptions {
  readonly service: string;
  readonly gateway?: readonly string[];
  readonly format: ServiceTlsFormat;
}

const KONG_NAMES = ['kong-ingress-controller', 'kong-operator'];
const SERVICE = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\/([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;

/**
 * Writes the TLS of a Service, as Kong puts it together of annotations and a BackendTLSPolicy, to standard output.
 *
 * @throws UsageError or UnreadablePathError if there is no such Service, or it is behind another gateway
 */
export async function explainService(path: string, options: ExplainServiceOptions): Promise<ExitCode> {
  const target = serviceOf(options.service);
  const controller = controllerOf(readGateways(options.gateway ?? []));
  const set = loadManifests([path], path === '-' ? { stdin: await readStdin(process.stdin) } : {});
  const graph = graphOf(set);
  requireKong(graph, target, controller);
  const effective = effectiveServiceTls(graph, target, readingOf(controller));
  if (effective === undefined) {
    throw new UsageError(`--service: ${formatReference(target)} is not in ${path}; ${hintFor(graph, target)}`);
  }
  process.stdout.write(formatServiceTls(effective, titleOf(controller), options.format));
  for (const { source, message } of set.problems) {
    process.stderr.write(`upstream-tls: ${source.file}:${source.line}: ${message}\n`);
  }
  return set.problems.length > 0 ? EXIT_CODE.unusable : EXIT_CODE.clean;
}

function serviceOf(text: string): ObjectReference {
  const [, namespace, name] = SERVICE.exec(text) ?? [];
  if (namespace === undefined || name === undefined) {
    throw new UsageError(`--service: ${JSON.stringify(text)} is not NAMESPACE/NAME; give it as in payments/ledger`);
  }
  return { group: '', kind: 'Service', namespace, name };
}

function controllerOf(gateways: readonly StatedGateway[]): StatedGateway | undefined {
  const [first, second] = gateways;
  const other = gateways.find(({ name }) => !KONG_NAMES.includes(name));
  if (other !== undefined || second !== undefined) {
    throw new UsageError(
      `--gateway: ${other === undefined ? 'two gateways are stated' : `"${other.name}" does not merge annotations with policies`}; state ${KONG_NAMES.join(' or ')}`,
    );
  }
  return first;
}

/** What the manifests themselves tell of whose Service it is. */
function requireKong(graph: ReferenceGraph, target: ObjectReference, controller: StatedGateway | undefined): void {
  const known = graph.routes.gatewaysReaching(target).flatMap(({ implementations }) => implementations);
  if (controller === undefined && known.length > 0 && !known.some((name) => KONG_NAMES.includes(name))) {
    throw new UsageError(
      `--service: ${formatReference(target)} is behind ${[...new Set(known)].join(', ')}; only Kong merges annotations of a Service with a policy`,
    );
  }
}

function readingOf(controller: StatedGateway | undefined): { readonly readsPolicies?: boolean } {
  const version = versionOf(controller);
  const answer = version && gatewayNamed(version.name)?.table.at('btp.apiVersion', version.version);
  return answer === undefined || answer.value === 'unknown' ? {} : { readsPolicies: answer.value !== 'none' };
}

function versionOf(controller: StatedGateway | undefined) {
  return controller && { name: controller.name, version: GatewayVersion.parse(controller.version) };
}

function titleOf(controller: StatedGateway | undefined): string {
  const title = controller && gatewayNamed(controller.name)?.title;
  return title === undefined ? 'Kong' : `${title} ${controller?.version}`;
}

function hintFor(graph: ReferenceGraph, { group, kind, name }: ObjectReference): string {
  const [other] = graph.named({ group, kind, name });
  if (other !== undefined) {
    return other.key.namespace === undefined
      ? 'the one of that name states no namespace'
      : `did you mean ${other.key.namespace}/${name}?`;
  }
  const names = graph.index.ofKind(group, kind).map(({ key }) => `${key.namespace ?? ''}/${key.name}`);
  const services = [...new Set(names)];
  return services.length === 0 ? 'there is no Service' : `there are ${services.slice(0, 10).join(', ')}`;
}
