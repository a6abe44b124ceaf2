import { graphOf } from '../../../gateways/gateway-directory';
import { fieldAt, fieldOf, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import { groupOf, type JsonValue, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { describeCertificate } from '../../../trust';
import { formatGoDuration, parseGoDuration } from '../../cert-manager/go-duration';
import type { CheckContext } from '../../check-context';
import type { PlacedCertificate } from '../trust/_pem-texts';
import { anchorsIn } from '../trust/_trust-stores';

/** What Velero takes where the backup states none: 30 days, in milliseconds. */
const DEFAULT_TTL = 720 * 3_600_000;

/** A backup from before a rotation, restored after it. */
export const backupRetiredLeaf: Rule<CheckContext> = {
  id: 'gitops/backup-retired-leaf',
  severity: 'warning',
  title: 'Backups outlive a root that is retired',
  why:
    'Restoring a backup from before the retirement brings back certificates under the old root, and bundles without the ' +
    'new one: peers that trust the new root only refuse them.',
  fix: 'Shorten the ttl, leave the objects out of the backup, or re-issue all certificates after a restore.',
  check({ index, graph, before }) {
    if (before === undefined) {
      return notApplicable('there are no manifests that are to be replaced');
    }
    const schedules = index.ofKind('velero.io', 'Schedule');
    if (schedules.length === 0) {
      return notApplicable('there is no Schedule of Velero');
    }
    const kept = new Set(anchorsIn(graph).map(({ certificate }) => certificate.fingerprint));
    const retired = anchorsIn(graphOf(before)).filter(({ certificate }) => !kept.has(certificate.fingerprint));
    return resultOf(
      schedules.flatMap((schedule) => {
        const held = retired.find(({ text }) => isBackedUp(schedule, text.manifest));
        return held === undefined ? [] : [finding(schedule, held)];
      }),
    );
  },
};

/** Whether backups hold the roots, or the Secrets beside them with the certificates under them. */
function isBackedUp({ body }: Manifest, { key }: Manifest): boolean {
  const template = fieldAt(body, 'spec', 'template');
  return (
    fieldAt(body, 'spec', 'paused') !== true &&
    isChosen(template, 'Namespaces', (name) => name === '*' || name === (key.namespace ?? '')) &&
    [key, SECRET_KEY].some((kind) => isChosen(template, 'Resources', (resource) => meansKind(resource, kind)))
  );
}

const SECRET_KEY: Kind = { apiVersion: 'v1', kind: 'Secret' };

type Kind = Pick<Manifest['key'], 'apiVersion' | 'kind'>;

function isChosen(template: JsonValue | undefined, suffix: string, means: (name: string) => boolean): boolean {
  const named = (field: string) => itemsOf(fieldOf(template, field)).filter((name) => typeof name === 'string');
  const included = named(`included${suffix}`);
  return (included.length === 0 || included.some(means)) && !named(`excluded${suffix}`).some(means);
}

/** Resources go by plural, singular or kind, in whatever case, and may have their group behind a dot. */
function meansKind(resource: string, { apiVersion, kind }: Kind): boolean {
  const [name = '', ...group] = resource.toLowerCase().split('.');
  const isName = name === kind.toLowerCase() || name === `${kind.toLowerCase()}s`;
  return name === '*' || (isName && (group.length === 0 || group.join('.') === groupOf(apiVersion)));
}

function finding(manifest: Manifest, { certificate, text }: PlacedCertificate): RuleFinding {
  const ttl = parseGoDuration(textOf(fieldAt(manifest.body, 'spec', 'template'), 'ttl') ?? '') ?? DEFAULT_TTL;
  const { kind, namespace } = text.manifest.key;
  return {
    manifest,
    path: ['spec', 'template', 'ttl'],
    message: `backups live ${formatGoDuration(ttl)} and hold what belongs to ${describeCertificate(certificate)}, which this change retires (${kind} ${namespace === undefined ? '' : `${namespace}/`}${text.manifest.key.name})`,
    fix: `do not restore backups from before this change, or keep the old root trusted for ${formatGoDuration(ttl)} more`,
  };
}
