import type { BundleSource } from '../../../manifests/graph/bundles';
import { fieldAt } from '../../../manifests/graph/json-fields';
import { isOfKind, SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference } from '../../../manifests/graph/reference';
import type { ObjectReference } from '../../../manifests/index-set';
import { type FieldPath, formatKey, isJsonObject, type Manifest } from '../../../manifests/manifest';
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
      context.graph.bundles.sourcesOf(bundle).flatMap((source) => liveFindings(bundle, source, context)),
    ),
};

function liveFindings(bundle: Manifest, source: BundleSource, context: CheckContext): readonly RuleFinding[] {
  const { reference } = source;
  if (source.type === 'selected') {
    return selectedBy(bundle, source, context).map(([authority, secret]) =>
      finding(bundle, source.path, `the source selects ${formatReference(secret)}`, authority),
    );
  }
  const written =
    reference !== undefined && isOfKind(reference.to, SECRET) ? context.graph.certificates.writtenTo(reference.to) : [];
  const authority = written.find(isCa);
  return reference === undefined || authority === undefined
    ? []
    : [finding(bundle, reference.path, `the source is ${formatReference(reference.to)}`, authority)];
}

/** The Secrets of CAs that a source takes by the labels that their Certificates give to them. */
function selectedBy(
  bundle: Manifest,
  source: BundleSource,
  { graph }: CheckContext,
): readonly (readonly [authority: Manifest, secret: ObjectReference])[] {
  return graph.certificates.all().flatMap((certificate) => {
    const secret = isCa(certificate) ? graph.certificates.secretOf(certificate) : undefined;
    return secret !== undefined && graph.bundles.selects(bundle, source, secret, labelsGivenBy(certificate))
      ? [[certificate, secret] as const]
      : [];
  });
}

/** cert-manager adds a label of its own to each Secret. */
function labelsGivenBy({ body }: Manifest): ReadonlyMap<string, string> {
  const labels = fieldAt(body, 'spec', 'secretTemplate', 'labels');
  const given = Object.entries(isJsonObject(labels) ? labels : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map([...given, ['controller.cert-manager.io/fao', 'true']]);
}

function isCa({ body }: Manifest): boolean {
  return fieldAt(body, 'spec', 'isCA') === true;
}

function finding(manifest: Manifest, path: FieldPath, source: string, authority: Manifest): RuleFinding {
  const message = `${source}, which ${formatKey(authority.key)} writes`;
  const fix = 'name a ConfigMap with a copy of the root, and keep the old root in it until no leaf needs it';
  return keepsKey(authority)
    ? {
        manifest,
        path,
        severity: 'warning',
        message: `${message}: a renewal keeps its key, but when the CA is replaced its old root vanishes from the Bundle at once`,
        fix,
      }
    : { manifest, path, message: `${message}: at its renewal the old root vanishes from the Bundle at once`, fix };
}

function keepsKey({ body }: Manifest): boolean {
  return (
    fieldAt(body, 'spec', 'privateKey', 'rotationPolicy') === 'Never' ||
    fieldAt(body, 'spec', 'renewal', 'policy') === 'Disabled'
  );
}
