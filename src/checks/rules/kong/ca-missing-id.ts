import { hasKey } from '../../../manifests/graph/data-keys';
import { CERTIFICATE, isOfKind } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { readCertificates, stableUuid } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { type CaObject, caObjectsOf, certificateIn, NO_CA_OBJECT, textIn } from './_ca-objects';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Kong knows an authority by an id that the object must bring along. */
export const caMissingId: Rule<CheckContext> = {
  id: 'kong/ca-missing-id',
  severity: 'error',
  title: 'A certificate authority for Kong has no id, or one that is no UUID',
  why:
    'Kong refers to an authority by the UUID under the data key id. Without one the controller drops it with an event, while a ' +
    'BackendTLSPolicy that names it says Accepted; an id that is no UUID is refused by Kong together with the configuration.',
  fix: 'Give the object a data key id with a UUID. The secretTemplate of a Certificate cannot.',
  check(context) {
    const objects = caObjectsOf(context);
    if (objects.length === 0) {
      return notApplicable(NO_CA_OBJECT);
    }
    return resultOf(objects.flatMap((object) => [...withoutId(context, object), ...malformedId(object)]));
  },
};

function withoutId({ graph }: CheckContext, object: CaObject): readonly RuleFinding[] {
  const { target, manifest, owner } = object;
  if (hasKey(graph.keysOf(target), 'id') !== 'no') {
    return [];
  }
  const isIssued = manifest === undefined && isOfKind(referenceTo(owner), CERTIFICATE);
  return [
    {
      manifest: owner,
      path: manifest === undefined ? ['spec'] : ['data'],
      message: `${formatReference(target)} has no data key id, by which Kong knows a certificate authority; the controller drops it, though a BackendTLSPolicy that names it says Accepted`,
      fix: isIssued
        ? `write ${formatReference(target)} with the key id and a UUID beside the Certificate: cert-manager keeps keys that it does not own, and its secretTemplate cannot add one`
        : `add the key id with ${suggestedId(object)}`,
    },
  ];
}

function malformedId(object: CaObject): readonly RuleFinding[] {
  const id = textIn(object, 'id');
  if (id === undefined || UUID.test(id.text.trim())) {
    return [];
  }
  return [
    {
      manifest: object.owner,
      path: id.path,
      message: `the id of ${formatReference(object.target)} is no UUID, and Kong refuses the configuration with it`,
      fix: `set id to ${suggestedId(object)}`,
    },
  ];
}

/** The same certificate gets the same UUID wherever it stands, as this library's constructs write it. */
function suggestedId(object: CaObject): string {
  const text = certificateIn(object)?.text;
  const [first, ...others] = text === undefined ? [] : readCertificates(text).certificates;
  return first === undefined || others.length > 0
    ? 'a UUID that no other authority has'
    : `a UUID, such as ${stableUuid(first.certificate)}`;
}
