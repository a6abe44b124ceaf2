import type { Capabilities } from '../../../gateways/capabilities';
import { gatewayNamed } from '../../../gateways/registry';
import { GATEWAY, isOfKind } from '../../../manifests/graph/object-kinds';
import { type Reference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import type { Manifest } from '../../../manifests/manifest';
import { ObjectMap } from '../../../manifests/object-map';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { ApplicableGateway } from '../../capability-questions';
import { isRenewalDisabled } from '../../cert-manager/lifetime-of';
import type { CheckContext } from '../../check-context';
import { gatewaysFor, implementationsOf } from '../_applicable-gateways';
import { describeGateway } from '../_vendor-capability';
import { certificatesIn } from './_spec-problems';

/** What gateways make of a renewed client certificate. */
export const renewalPickup: Rule<CheckContext> = {
  id: 'cert-manager/renewal-pickup',
  severity: 'info',
  title: 'A gateway does not present a renewed client certificate at once, or not everywhere',
  why:
    'Some gateways keep connections that the certificate before opened, some reload and let old processes end, some read the file ' +
    'once. A backend that no longer accepts the old certificate goes on seeing it for that long.',
  fix: 'Let the backend accept the old certificate for as long, bound the life of connections, or restart what must be restarted.',
  check(context) {
    const isRenewed = certificatesIn(context.index).some((certificate) => !isRenewalDisabled(certificate));
    const presented = isRenewed ? presentedIn(context) : [];
    return presented.length === 0
      ? notApplicable('no gateway presents a certificate that a Certificate of the set renews')
      : resultOf(presented.flatMap(([certificate, gateways]) => gateways.flatMap(findingFor(context, certificate))));
  },
};

function findingFor({ questions }: CheckContext, manifest: Manifest) {
  return (gateway: ApplicableGateway): readonly RuleFinding[] => {
    const reload = questions.ask(gateway, 'reload');
    return reload === undefined || reload === 'hot' ? [] : [{ manifest, path: [], ...whatToSay(gateway, reload) }];
  };
}

function whatToSay(
  gateway: ApplicableGateway,
  reload: Exclude<Capabilities['reload'], 'hot'>,
): Pick<RuleFinding, 'fix' | 'message' | 'severity'> {
  const title = describeGateway(gateway);
  if (reload === 'restart') {
    return {
      severity: 'warning',
      message: `${title} reads the certificate when it starts, and goes on presenting it after each renewal`,
      fix: 'restart its pods after each renewal, as Stakater Reloader does by secret.reloader.stakater.com/reload',
    };
  }
  const limits = gatewayNamed(gateway.name)?.connectionLimits;
  return {
    message:
      reload === 'hot-but-pooled'
        ? `${title} presents a renewed certificate on new connections only: pooled ones keep that which they were opened with`
        : `${title} reloads for a renewed certificate: connections that are open keep the old one until the processes of before have ended`,
    fix: `let the backend accept the old certificate for as long${limits === undefined ? '' : `; see ${limits}`}`,
  };
}

type Presented = readonly [certificate: Manifest, gateways: readonly ApplicableGateway[]];

/** The Certificates whose Secrets gateways present, with the gateways that present each. */
function presentedIn(context: CheckContext): readonly Presented[] {
  const { graph } = context;
  const presented = new Map<Manifest, Map<string, ApplicableGateway>>();
  const add = (reference: Reference, gateways: readonly ApplicableGateway[]): void => {
    const written = graph.certificates.writtenTo(graph.resolve(reference).target);
    for (const certificate of written.filter((each) => !isRenewalDisabled(each))) {
      const known = presented.get(certificate) ?? new Map<string, ApplicableGateway>();
      presented.set(certificate, known);
      for (const gateway of gateways) {
        known.set(gateway.name, gateway);
      }
    }
  };
  for (const gateway of graph.gateways.all()) {
    for (const reference of certificatesOfGateway(graph, gateway)) {
      add(reference, implementationsOf(context, referenceTo(gateway)));
    }
  }
  for (const backend of presentsRenewed(graph) ? backendsIn(graph) : []) {
    for (const { clientCertificates, implementations } of graph.tlsSettings.of(backend)) {
      const gateways = clientCertificates.length === 0 ? [] : gatewaysFor(context, backend);
      const reading = gateways.filter(({ name }) => implementations === undefined || implementations.includes(name));
      for (const reference of clientCertificates) {
        add(reference, reading);
      }
    }
  }
  return [...presented].map(([certificate, gateways]): Presented => [certificate, [...gateways.values()]]);
}

/** Whether anything names a Secret that a Certificate of the set has written: to look at all backends costs far more. */
function presentsRenewed(graph: ReferenceGraph): boolean {
  return graph.references
    .all()
    .filter(({ purpose }) => purpose === 'client-certificate' || purpose === 'tls-secret')
    .some((reference) => graph.certificates.writtenTo(graph.resolve(reference).target).length > 0);
}

/** Of the Gateway itself, and of the vendor's settings that it names. */
function certificatesOfGateway(graph: ReferenceGraph, gateway: Manifest): readonly Reference[] {
  const settings = graph.gateways.parametersOf(gateway).flatMap(({ to }) => graph.index.find(to) ?? []);
  return [gateway, ...settings].flatMap((manifest) =>
    graph.references.of(manifest).filter(({ purpose }) => purpose === 'client-certificate'),
  );
}

/** All that requests are sent to or that TLS is configured for, each once. */
function backendsIn(graph: ReferenceGraph): readonly ObjectReference[] {
  const backends = new ObjectMap<ObjectReference>();
  return graph.references.all().flatMap((reference) => {
    const backend = backendOf(reference);
    if (backend === undefined || backends.get(backend) !== undefined) {
      return [];
    }
    backends.set(backend, backend);
    return [backend];
  });
}

/** A Service says by itself what Kong presents to it, without a policy. */
function backendOf({ purpose, from, to }: Reference): ObjectReference | undefined {
  if (purpose === 'client-certificate') {
    return referenceTo(from);
  }
  return purpose === 'backend' || (purpose === 'target' && !isOfKind(to, GATEWAY)) ? to : undefined;
}
