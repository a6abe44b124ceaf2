import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, type Reference } from '../../../manifests/graph/reference';
import { formatKey, type Manifest } from '../../../manifests/manifest';
import type { Rule, RuleFinding } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { forEachBundle } from './_bundles';

/** Bundles that follow a CA at once, so that its old root is gone when leaves still need it. */
export const liveCaSource: Rule<CheckContext> = {
  id: 'trust-manager/live-ca-source',
  severity: 'error',
  title: 'A Bundle reads the Secret that cert-manager writes for a CA',
  why:
    'When the CA is renewed, cert-manager rewrites the Secret and trust-manager drops the old root in the same moment, while ' +
    'leaves that it signed are still in use (trust-manager #560; its documentation calls this unsafe). As a warning: the key ' +
    'of the CA stays, or it is not renewed, so that only its replacement breaks.',
  fix: 'Copy the roots into a ConfigMap of the trust namespace, the old and the new one during a rotation, and name that.',
  check: (context) =>
    forEachBundle(context, (bundle) =>
      context.graph.bundles
        .sourcesOf(bundle)
        .flatMap(({ reference }) => (reference === undefined ? [] : liveFindings(reference, context))),
    ),
};

function liveFindings(reference: Reference, { graph }: CheckContext): readonly RuleFinding[] {
  const { from, to, path } = reference;
  const written = isOfKind(to, SECRET) ? graph.certificates.writtenTo(to) : [];
  const authority = written.find(({ body }) => fieldAt(body, 'spec', 'isCA') === true);
  if (authority === undefined) {
    return [];
  }
  const source = `the source is ${formatReference(to)}, which ${formatKey(authority.key)} writes`;
  const fix = 'name a ConfigMap with a copy of the root, and keep the old root in it until no leaf needs it';
  return [
    keepsKey(authority)
      ? {
          manifest: from,
          path,
          severity: 'warning',
          message: `${source}: a renewal keeps its key, but when the CA is replaced its old root vanishes from the Bundle at once`,
          fix,
        }
      : {
          manifest: from,
          path,
          message: `${source}: at its renewal the old root vanishes from the Bundle at once`,
          fix,
        },
  ];
}

function keepsKey({ body }: Manifest): boolean {
  return (
    fieldAt(body, 'spec', 'privateKey', 'rotationPolicy') === 'Never' ||
    fieldAt(body, 'spec', 'renewal', 'policy') === 'Disabled'
  );
}
