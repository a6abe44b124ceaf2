import { fieldAt } from '../../manifests/graph/json-fields';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, isOfKind } from '../../manifests/graph/object-kinds';
import { formatReference, identityOf, referenceTo } from '../../manifests/graph/reference';
import type { ReferenceGraph } from '../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../manifests/index-set';
import type { Manifest } from '../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../manifests/rule';
import { readCertificates } from '../../trust';
import { dataText } from '../data-text';
import type { RotationContext } from '../rotation-report';

/** The CA of an issuer becomes another one, under the same issuer. */
export const caSecretInPlace: Rule<RotationContext> = {
  id: 'rotation/ca-secret-in-place',
  severity: 'error',
  title: 'The CA of an issuer is replaced in its Secret, while the issuer stays',
  why:
    'cert-manager does not re-issue leaves when the Secret of their CA changes (cert-manager#2478): old and new leaves ' +
    'live side by side until the last has been renewed, and nobody can tell when that is.',
  fix: 'Make a second CA with an issuer of its own, and re-issue each leaf by changing its issuerRef.',
  check({ graphs }) {
    const issuers = [ISSUER, CLUSTER_ISSUER].flatMap(({ group, kind }) => graphs.after.index.ofKind(group, kind));
    if (issuers.length === 0) {
      return notApplicable('the manifests have no issuer');
    }
    return resultOf(issuers.flatMap((issuer) => findingsFor(issuer, graphs)));
  },
};

function findingsFor(issuer: Manifest, graphs: RotationContext['graphs']): readonly RuleFinding[] {
  const before = graphs.before.index.find(referenceTo(issuer));
  const secret = graphs.after.certificates.caSecretOf(issuer)?.to;
  const oldSecret = before && graphs.before.certificates.caSecretOf(before)?.to;
  if (before === undefined || secret === undefined || oldSecret === undefined) {
    return [];
  }
  const [was, is] = [caOf(graphs.before, oldSecret), caOf(graphs.after, secret)];
  const leaves = graphs.after.certificates
    .issuedBy(issuer)
    .filter((leaf) => graphs.before.index.find(referenceTo(leaf)) !== undefined);
  const [leaf] = leaves;
  if (leaf === undefined || was === undefined || is === undefined || was === is) {
    return [];
  }
  const name = formatReference(referenceTo(leaf));
  const which = leaves.length === 1 ? name : `${name} and ${leaves.length - 1} more`;
  return [
    {
      manifest: graphs.after.index.find(secret) ?? graphs.after.certificates.writtenTo(secret)[0] ?? issuer,
      path: [],
      message: `${formatReference(secret)} becomes another CA under ${formatReference(referenceTo(issuer))}: ${which} will not be issued anew until the next renewal`,
      fix: 'keep this CA, add a second one with an issuer of its own, and change the issuerRef of each leaf to it',
    },
  ];
}

/** The fields of a CA Certificate that make another key or name of it. */
const CA_FIELDS = ['commonName', 'literalSubject', 'subject', 'privateKey', 'issuerRef'];

/** What the CA in a Secret is known by: its key and name, or the Certificate that makes it. */
function caOf(graph: ReferenceGraph, secret: ObjectReference): string | undefined {
  const manifest = graph.index.find(secret);
  const [certificate] =
    manifest === undefined ? [] : readCertificates(dataText(manifest, 'tls.crt') ?? '').certificates;
  if (certificate !== undefined) {
    const { subject, spkiSha256 } = certificate.certificate;
    return JSON.stringify([subject.canonical, spkiSha256]);
  }
  const [by] = graph.certificates.writtenTo(secret).filter((each) => isOfKind(referenceTo(each), CERTIFICATE));
  return by === undefined
    ? identityOf(secret)
    : JSON.stringify([identityOf(secret), ...CA_FIELDS.map((field) => fieldAt(by.body, 'spec', field) ?? null)]);
}
