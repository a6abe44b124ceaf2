import { fieldAt, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { CONFIG_MAP } from '../../../manifests/graph/object-kinds';
import type { ManifestIndex } from '../../../manifests/index-set';
import { type FieldPath, isJsonObject, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type CertificateCall, certificateCallIn } from './_certificate-call';
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
    const texts = [...containersIn(context.index), ...scriptsIn(context.index)];
    if (texts.length === 0) {
      return notApplicable('no workload and no ConfigMap is in the set');
    }
    const renewal = renewalOf(context);
    return resultOf(
      texts.flatMap(({ manifest, path, subject, text }) => {
        const call = certificateCallIn(text);
        return call === undefined
          ? []
          : [
              {
                manifest,
                path,
                message: `the ${subject} writes certificates to the Admin API: ${effectOf(call, kongGatewayOf(manifest))}; ${renewal}`,
                fix: RENEWAL_FIX,
              },
            ];
      }),
    );
  },
};

function effectOf({ isChange }: CertificateCall, gateway: StatedKongGateway | undefined): string {
  const refused = 'answers 405 without a database and changes nothing';
  const done = isChange
    ? 'changes a certificate that no Service names, or that the controller writes too'
    : 'adds a certificate that no Service names with each run';
  if (gateway === undefined) {
    return `Kong Gateway ${refused}, and with one ${done}`;
  }
  return `Kong Gateway ${gateway.version} ${gateway.database === 'off' ? refused : `with a database ${done}`}`;
}

/** A text that may be run. */
interface RunText {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly subject: 'container' | 'script';
  readonly text: string;
}

function containersIn(index: ManifestIndex): readonly RunText[] {
  return POD_SPECS.flatMap(([group, kind, path]) =>
    index.ofKind(group, kind).flatMap((manifest) =>
      ['initContainers', 'containers'].flatMap((field) =>
        itemsOf(fieldAt(manifest.body, ...path, field)).map((body, position) => ({
          manifest,
          path: [...path, field, position],
          subject: 'container' as const,
          text: commandsOf(body),
        })),
      ),
    ),
  );
}

/** What a container runs: its command, and those at its start and end. */
function commandsOf(container: JsonValue): string {
  const hooks = ['postStart', 'preStop'].map((hook) => fieldAt(container, 'lifecycle', hook, 'exec', 'command'));
  const main = ['command', 'args'].flatMap((field) => itemsOf(fieldOf(container, field)));
  return [main, ...hooks.map(itemsOf)]
    .map((words) => words.filter((word) => typeof word === 'string').join(' '))
    .join('\n');
}

/** Scripts that pods mount stand in ConfigMaps. */
function scriptsIn(index: ManifestIndex): readonly RunText[] {
  return index.ofKind(CONFIG_MAP.group, CONFIG_MAP.kind).flatMap((manifest) => {
    const { data } = manifest.body;
    return Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, text]) =>
      typeof text === 'string' ? [{ manifest, path: ['data', key], subject: 'script' as const, text }] : [],
    );
  });
}
