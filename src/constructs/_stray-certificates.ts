import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { CERT_MANAGER_GROUP } from '../checks/cert-manager/issuer-ref';
import type { Finding } from '../manifests/finding';
import { isJsonObject, type JsonObject, type Manifest } from '../manifests/manifest';
import type { AppManifests } from './_app-manifests';
import type { IIssuerRef } from './issuer-ref';
import { ValidationError } from './validation-error';

/** What of a rotation decides who is to issue. */
export interface IssuingRotation {
  readonly oldIssuer: IIssuerRef;
  readonly newIssuer: IIssuerRef;
  /** Who issues for a namespace. */
  issuerIn(namespace: string | undefined): IIssuerRef;
}

/**
 * Certificates of the app whose issuer follows no rotation of it: those who verify lack its CA still, or already.
 *
 * @param others the other rotations of the app; of the same CAs each may be in a phase of its own
 */
export function findStrayCertificates(
  scope: Construct,
  manifests: AppManifests,
  rotation: IssuingRotation,
  others: readonly IssuingRotation[],
): readonly Finding[] {
  return manifests.all.filter(isCertificate).flatMap((manifest): readonly Finding[] => {
    const { namespace } = manifest.key;
    const issues = (issuer: IIssuerRef) => isIssuedBy(manifest.body, namespace, issuer);
    const issuer = [rotation.oldIssuer, rotation.newIssuer].find(issues);
    if (issuer === undefined || [rotation, ...others].some((each) => issues(each.issuerIn(namespace)))) {
      return [];
    }
    const isEarly = issuer === rotation.newIssuer;
    return [
      {
        rule: isEarly ? 'rotation/anchor-not-distributed' : 'rotation/anchor-retired-early',
        severity: 'warning',
        object: manifest.key,
        path: 'spec.issuerRef',
        ...(manifest.constructPath === undefined ? {} : { constructPath: manifest.constructPath }),
        message: `${describe(issuer)} issues this Certificate, and ${isEarly ? 'may from the phase ACTIVATE on only' : 'may up to the phase PREPARE only'}, says [${scope.node.path}]`,
        fix: 'give it the issuer of the rotation: issuer: rotation.issuer',
      },
    ];
  });
}

/** @throws ValidationError if the object is a Certificate that another issuer issues */
export function requireCurrentIssuer(scope: Construct, object: ApiObject, issuer: IIssuerRef): void {
  if (object.kind !== 'Certificate' || object.apiGroup !== CERT_MANAGER_GROUP) {
    return;
  }
  const body: JsonObject = object.toJson();
  if (!isIssuedBy(body, object.metadata.namespace, issuer)) {
    throw new ValidationError(scope, {
      rule: 'rotation/anchor-not-distributed',
      message: `Certificate ${object.name} is not issued by ${describe(issuer)}, the issuer of this phase`,
      fix: 'give it the issuer of the rotation: issuer: rotation.issuer',
    });
  }
}

function isCertificate({ key }: Manifest): boolean {
  return key.kind === 'Certificate' && key.apiVersion.startsWith(`${CERT_MANAGER_GROUP}/`);
}

/** With the defaults that cert-manager fills in. */
function isIssuedBy(body: JsonObject, namespace: string | undefined, issuer: IIssuerRef): boolean {
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const reference = isJsonObject(spec.issuerRef) ? spec.issuerRef : {};
  return (
    reference.name === issuer.name &&
    (reference.kind ?? 'Issuer') === issuer.kind &&
    (reference.group ?? CERT_MANAGER_GROUP) === issuer.group &&
    (issuer.namespace === undefined || namespace === undefined || issuer.namespace === namespace)
  );
}

function describe({ kind, name }: IIssuerRef): string {
  return `${kind} ${name}`;
}
