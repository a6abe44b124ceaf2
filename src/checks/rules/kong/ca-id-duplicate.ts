import { MultiMap } from '../../../manifests/graph/multi-map';
import { formatReference } from '../../../manifests/graph/reference';
import type { ManifestIndex } from '../../../manifests/index-set';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { readCertificates } from '../../../trust';
import type { ApplicableGateway } from '../../capability-questions';
import type { CheckContext } from '../../check-context';
import { containersOf, environmentOf } from '../_containers';
import { describeGateway } from '../_vendor-capability';
import { type CaObject, caObjectsOf, certificateIn, textIn } from './_ca-objects';
import { isKong, VERSION_UNKNOWN } from './_kong';

const NO_ID = 'there are no two certificate authorities with an id and the label konghq.com/ca-cert';

/** An authority with its id and what tells its certificate from others. */
interface Identified {
  readonly object: CaObject;
  readonly id: string;
  readonly certificate: string;
}

type Pair = readonly [first: Identified, second: Identified];

/** Ids are unique in a whole Kong, across namespaces. */
export const caIdDuplicate: Rule<CheckContext> = {
  id: 'kong/ca-id-duplicate',
  severity: 'error',
  title: 'Two certificate authorities for Kong share an id',
  why:
    'An id stands for one authority in the whole Kong. Releases before KIC 3.4.18 and 3.5.11 and KO 2.0.11, 2.1.9 and 2.2.3 push ' +
    'both, and Kong refuses the configuration; later ones keep the oldest object, even where its PEM is bad, so that Services ' +
    'trust another authority than they name (Kong/kubernetes-ingress-controller#8025).',
  fix: 'Give each authority an id of its own; the same certificate may keep its id in several namespaces where releases allow it.',
  check(context) {
    const identified = caObjectsOf(context).flatMap(identify);
    const controllers = context.gateways.flatMap(({ name }) =>
      isKong(name) ? (context.questions.gateway(name) ?? []) : [],
    );
    if (identified.length < 2) {
      return notApplicable(NO_ID);
    }
    const shared = pairsBy(identified, ({ id }) => id);
    const twice = usesDatabase(context.index) ? certificatesUnderTwoIds(identified) : [];
    if (shared.length === 0) {
      return resultOf(twice);
    }
    const answers = controllers.flatMap((controller) => {
      const value = context.questions.ask(controller, 'caIdDuplicate');
      return value === undefined ? [] : [{ controller, value }];
    });
    if (answers.length === 0 && twice.length === 0) {
      return notApplicable(VERSION_UNKNOWN);
    }
    return resultOf([
      ...answers.flatMap(({ controller, value }) => sharedIds(shared, controller, value === 'oldest-wins')),
      ...twice,
    ]);
  },
};

function identify(object: CaObject): readonly Identified[] {
  const id = textIn(object, 'id')?.text.trim().toLowerCase();
  const pem = certificateIn(object)?.text ?? '';
  const [first] = readCertificates(pem).certificates;
  return id === undefined || id === '' || !object.labeled
    ? []
    : [{ object, id, certificate: first?.certificate.fingerprint ?? pem.trim() }];
}

function sharedIds(
  shared: readonly Pair[],
  controller: ApplicableGateway,
  allowsSame: boolean,
): readonly RuleFinding[] {
  const effect = allowsSame
    ? 'only the oldest of the two counts, and Services that name the other trust its certificate instead'
    : 'Kong refuses the whole configuration';
  return shared
    .filter(([first, second]) => !allowsSame || first.certificate !== second.certificate)
    .map(([first, second]) => ({
      manifest: second.object.owner,
      path: textIn(second.object, 'id')?.path ?? [],
      message: `${formatReference(first.object.target)} has the id ${second.id.slice(0, 80)} too; with ${describeGateway(controller)} ${effect}`,
      fix: 'give the authority a UUID of its own',
    }));
}

function certificatesUnderTwoIds(identified: readonly Identified[]): readonly RuleFinding[] {
  return pairsBy(identified, ({ certificate }) => certificate)
    .filter(([first, second]) => first.certificate !== '' && first.id !== second.id)
    .map(([first, second]) => ({
      manifest: second.object.owner,
      severity: 'warning',
      path: textIn(second.object, 'id')?.path ?? [],
      message: `${formatReference(first.object.target)} holds the same certificate under another id, which a Kong with a database may refuse (inferred: its digest is unique there)`,
      fix: `use the id ${first.id.slice(0, 80)} for both`,
    }));
}

/** Each further member of a group with the first one. */
function pairsBy(identified: readonly Identified[], keyOf: (one: Identified) => string): readonly Pair[] {
  const groups = new MultiMap<Identified>();
  return identified.flatMap((one) => {
    const [first] = groups.get(keyOf(one));
    groups.add(keyOf(one), one);
    return first === undefined ? [] : [[first, one] as const];
  });
}

/** Whether a Kong of the set keeps its configuration in a database. */
function usesDatabase(index: ManifestIndex): boolean {
  return containersOf(index).some((container) => environmentOf(container, 'KONG_DATABASE')?.value === 'postgres');
}
