import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { nearestName } from '../../schema/nearest-name';
import { ANNOTATED_KINDS, type AnnotationPlace, FREE_PREFIX, KONG_ANNOTATIONS } from './_annotations';
import { annotationPath, KONG_PREFIX, kongAnnotations } from './_kong';

const PLACES: Readonly<Record<AnnotationPlace, string>> = {
  Service: 'a Service',
  route: 'a route or Ingress',
  Gateway: 'a Gateway',
  GatewayClass: 'a GatewayClass',
  any: 'routes, Services and consumers',
  label: 'an object as a label',
};

/** Annotations are free text to an API server, and a controller passes over those that it does not know. */
export const unknownAnnotation: Rule = {
  id: 'kong/unknown-annotation',
  severity: 'error',
  title: 'A konghq.com annotation is misspelled, or stands where Kong does not read it',
  why:
    'Nothing checks annotations. One that is misspelled, such as konghq.com/ca-certificates-secret ' +
    '(Kong/kubernetes-ingress-controller#6834), or that stands on another kind of object has no effect: verification, client ' +
    'certificate or authorities are then missing in silence.',
  fix: 'Write the annotation as the reference has it, on the object that it belongs to.',
  check({ index }) {
    const annotated = ANNOTATED_KINDS.flatMap(([{ group, kind }, place]) =>
      index.ofKind(group, kind).map((manifest) => ({ manifest, place, names: [...kongAnnotations(manifest).keys()] })),
    ).filter(({ names }) => names.length > 0);
    if (annotated.length === 0) {
      return notApplicable('no object has an annotation of Kong');
    }
    return resultOf(
      annotated.flatMap(({ manifest, place, names }) => names.flatMap((name) => misplaced(manifest, place, name))),
    );
  },
};

function misplaced(manifest: Manifest, place: AnnotationPlace | 'none', name: string): readonly RuleFinding[] {
  const key = name.slice(KONG_PREFIX.length);
  const known = Object.hasOwn(KONG_ANNOTATIONS, key) ? KONG_ANNOTATIONS[key] : undefined;
  if (known === undefined) {
    return key.startsWith(FREE_PREFIX) ? [] : [unknown(manifest, name, key)];
  }
  if (known.some((where) => where === place || where === 'any')) {
    return [];
  }
  const where = known.map((each) => PLACES[each]).join(' or ');
  return [
    {
      manifest,
      path: annotationPath(name),
      message: `${name} has no effect on kind ${manifest.key.kind}; Kong reads it on ${where}`,
      fix: known.includes('label') ? `make ${name} a label` : `move ${name} to ${where}, or remove it`,
    },
  ];
}

function unknown(manifest: Manifest, name: string, key: string): RuleFinding {
  const nearest = nearestName(key, Object.keys(KONG_ANNOTATIONS));
  const path = annotationPath(name);
  // It may be one of a later release.
  return nearest === undefined
    ? {
        manifest,
        severity: 'info',
        path,
        message: `${name.slice(0, 120)} is none of the annotations that Kong is known to read`,
        fix: 'compare it with the reference of annotations of the release in use',
      }
    : {
        manifest,
        path,
        message: `${name} is none of the annotations that Kong is known to read, and has no effect`,
        fix: `write ${KONG_PREFIX}${nearest}`,
      };
}
