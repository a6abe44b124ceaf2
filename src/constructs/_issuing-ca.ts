import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { leadTooShort } from '../checks/rules/rotation/lead-too-short';
import { reasonFor } from '../checks/suppression';
import { fieldAt, nonEmpty } from '../manifests/graph/json-fields';
import { indexManifests } from '../manifests/index-set';
import type { IIssuerRef } from './issuer-ref';
import { manifestOf, type UpstreamTls } from './upstream-tls';
import { ValidationError } from './validation-error';

/** The Certificates of CAs of each app, by namespace and Secret. */
const AUTHORITIES = new WeakMap<IConstruct, Map<string, ApiObject>>();

/** Where cert-manager reads the Secrets of ClusterIssuers, unless a flag says otherwise. */
const CLUSTER_RESOURCE_NAMESPACE = 'cert-manager';

/** Remembers a CA that is renewed, for the certificates that it will issue. */
export function rememberCa(certificate: ApiObject, secretName: string): void {
  const { root } = certificate.node;
  const known = AUTHORITIES.get(root) ?? new Map<string, ApiObject>();
  AUTHORITIES.set(root, known.set(keyOf(certificate.metadata.namespace, secretName), certificate));
}

/**
 * Looks early at what a rule looks at in all of the app: whether a certificate is renewed before the CA above it ends.
 * Where the CA or its issuer are no constructs, or come later, the rule alone sees them.
 *
 * @throws ValidationError if it is not, and no annotation accepts that
 */
export function requireLead(scope: Construct, checks: UpstreamTls, certificate: ApiObject, issuer: IIssuerRef): void {
  const chain = chainAbove(certificate, issuer);
  if (chain === undefined) {
    return;
  }
  const leaf = manifestOf(certificate);
  const set = { manifests: [...chain.map(manifestOf), leaf], problems: [] };
  const result = leadTooShort.check({ set, index: indexManifests(set), gateways: [], closedWorld: false });
  const findings = result.verdict === 'findings' ? result.findings : [];
  const error = findings.find(({ manifest, severity }) => manifest === leaf && severity !== 'warning');
  const isAccepted = reasonFor(leaf, leadTooShort.id) !== undefined || checks.severityOf(leadTooShort) !== 'error';
  if (error !== undefined && !isAccepted) {
    throw new ValidationError(scope, { rule: leadTooShort.id, message: error.message, fix: error.fix });
  }
}

/** The Certificate of the CA and the issuer, where both are constructs of the app. */
function chainAbove(certificate: ApiObject, issuer: IIssuerRef): readonly ApiObject[] | undefined {
  if (!Construct.isConstruct(issuer)) {
    return undefined;
  }
  const object = ApiObject.of(issuer);
  const secretName = nonEmpty(fieldAt(object.toJson(), 'spec', 'ca', 'secretName'));
  const namespace = issuer.kind === 'ClusterIssuer' ? CLUSTER_RESOURCE_NAMESPACE : issuer.namespace;
  const authority = secretName && AUTHORITIES.get(certificate.node.root)?.get(keyOf(namespace, secretName));
  return authority ? [authority, object] : undefined;
}

function keyOf(namespace: string | undefined, secretName: string): string {
  return `${namespace ?? ''}/${secretName}`;
}
