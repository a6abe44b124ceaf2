import type { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { leadFindings, leadTooShort } from '../checks/rules/rotation/lead-too-short';
import { reasonFor } from '../checks/suppression';
import type { JsonObject, Manifest } from '../manifests/manifest';
import { DEFAULT_DELAYS } from '../trust/rotation-timing';
import type { IIssuerRef } from './issuer-ref';
import type { UpstreamTls } from './upstream-tls';
import { ValidationError } from './validation-error';

/** The Certificates of CAs of each app, by namespace and Secret. */
const AUTHORITIES = new WeakMap<IConstruct, Map<string, Manifest>>();

/** Where cert-manager reads the Secrets of ClusterIssuers, unless a flag says otherwise. */
const CLUSTER_RESOURCE_NAMESPACE = 'cert-manager';

/** Remembers a CA that is renewed, for the certificates that it will issue. */
export function rememberCa(certificate: ApiObject, spec: JsonObject, secretName: string): void {
  const { root } = certificate.node;
  const known = AUTHORITIES.get(root) ?? new Map<string, Manifest>();
  AUTHORITIES.set(root, known.set(keyOf(certificate.metadata.namespace, secretName), manifestOf(certificate, spec)));
}

/**
 * Looks early at what a rule looks at in all of the app: whether a certificate is renewed before the CA above it ends.
 * Where the CA or its issuer are no constructs, or come later, the rule alone sees them.
 *
 * @throws ValidationError if it is not, and neither an annotation nor the severity of the rule accepts that
 */
export function requireLead(
  scope: Construct,
  checks: UpstreamTls,
  certificate: ApiObject,
  spec: JsonObject,
  issuer: IIssuerRef,
): void {
  const { root } = certificate.node;
  const namespace = issuer.kind === 'ClusterIssuer' ? CLUSTER_RESOURCE_NAMESPACE : issuer.namespace;
  const { caSecretName } = issuer;
  const authority = caSecretName && AUTHORITIES.get(root)?.get(keyOf(namespace, caSecretName));
  if (!authority) {
    return;
  }
  const leaf = manifestOf(certificate, spec);
  const error = leadFindings(leaf, authority, DEFAULT_DELAYS).find(({ severity }) => severity !== 'warning');
  const isAccepted = reasonFor(leaf, leadTooShort.id) !== undefined || checks.severityOf(leadTooShort) !== 'error';
  if (error !== undefined && !isAccepted) {
    throw new ValidationError(scope, { rule: leadTooShort.id, message: error.message, fix: error.fix });
  }
}

/** As much of the object as the rule reads: writing all of it takes long. */
function manifestOf({ apiVersion, kind, name, metadata }: ApiObject, spec: JsonObject): Manifest {
  const { namespace } = metadata;
  const key = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  return { key, body: { apiVersion, kind, metadata: metadata.toJson(), spec } };
}

function keyOf(namespace: string | undefined, secretName: string): string {
  return `${namespace ?? ''}/${secretName}`;
}
