import { fieldAt, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { kongGatewayOf, RENEWAL_FIX, renewalOf, type StatedKongGateway } from './_renewal';

/** Where workloads state their pods. */
const POD_SPECS: readonly (readonly [group: string, kind: string, path: readonly string[]])[] = [
  ['batch', 'CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
  ['batch', 'Job', ['spec', 'template', 'spec']],
  ['apps', 'Deployment', ['spec', 'template', 'spec']],
  ['apps', 'StatefulSet', ['spec', 'template', 'spec']],
  ['apps', 'DaemonSet', ['spec', 'template', 'spec']],
  ['', 'Pod', ['spec']],
];

/** The resource of the Admin API; the API of Kubernetes has one of the same name, below `/apis/`. */
const CERTIFICATES = /https?:\/\/[^\s"']{0,300}\/(?:ca_)?certificates(?![\w-])/;
const KUBERNETES_API = /\/apis\//;
const WRITES =
  /\b(?:POST|PUT|PATCH)\b|(?:^|\s)(?:-d|-F|-T|--data\S*|--form\S*|--json|--upload-file|--post-\S+|--method)(?:\s|=|$)/;
/** Longest text that is looked through. */
const MAX_TEXT = 20_000;

/** A remedy from the field: a call to the Admin API with the renewed certificate. */
export const reloadCall: Rule<CheckContext> = {
  id: 'plugins/reload-call',
  severity: 'warning',
  title: 'A job posts certificates to the Admin API of Kong, which reloads nothing',
  why:
    'There is no reload endpoint. Without a database Kong Gateway answers 405 to each write of an entity. With one the call adds ' +
    'a certificate that no Service names, and with each run another: the controller manages only what it has tagged, and the ' +
    'Service keeps the certificate that it had.',
  fix: 'Remove the job. CertRotation renews the Secret in place, and the controller sends it to Kong Gateway by itself.',
  check(context) {
    const containers = containersIn(context.index);
    if (containers.length === 0) {
      return notApplicable('no workload is in the set');
    }
    const renewal = renewalOf(context);
    return resultOf(
      containers
        .filter(({ body }) => postsCertificates(body))
        .map(({ manifest, path }) => ({
          manifest,
          path,
          message: `the container writes certificates to the Admin API: ${effectOf(kongGatewayOf(manifest))}; ${renewal}`,
          fix: RENEWAL_FIX,
        })),
    );
  },
};

function effectOf(gateway: StatedKongGateway | undefined): string {
  const refused = 'answers 405 without a database and changes nothing';
  const added = 'adds a certificate that no Service names with each run';
  if (gateway === undefined) {
    return `Kong Gateway ${refused}, and with one ${added}`;
  }
  return `Kong Gateway ${gateway.version} ${gateway.database === 'off' ? refused : `with a database ${added}`}`;
}

interface PodContainer {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly body: JsonValue;
}

function containersIn(index: ManifestIndex): readonly PodContainer[] {
  return POD_SPECS.flatMap(([group, kind, path]) =>
    index.ofKind(group, kind).flatMap((manifest) =>
      ['initContainers', 'containers'].flatMap((field) =>
        itemsOf(fieldAt(manifest.body, ...path, field)).map((body, position) => ({
          manifest,
          path: [...path, field, position],
          body,
        })),
      ),
    ),
  );
}

function postsCertificates(container: JsonValue): boolean {
  const words = ['command', 'args'].flatMap((field) => itemsOf(fieldOf(container, field)));
  const text = words
    .filter((word) => typeof word === 'string')
    .join(' ')
    .slice(0, MAX_TEXT);
  const url = CERTIFICATES.exec(text)?.[0];
  return url !== undefined && !KUBERNETES_API.test(url) && WRITES.test(text);
}
