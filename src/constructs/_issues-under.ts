import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Finding } from '../manifests/finding';
import { ISSUES_UNDER_ANNOTATION } from '../manifests/graph/certificate-fields';
import { annotationOf } from '../manifests/graph/json-fields';
import { groupOf } from '../manifests/manifest';
import { type Certificate, describeCertificate } from '../trust';
import type { AppManifests } from './_app-manifests';
import type { IIssuerRef } from './issuer-ref';
import { UpstreamTls } from './upstream-tls';
import { ValidationError } from './validation-error';

/**
 * Says on an issuer under which CA it issues, and under which others that leads. Nothing else in the manifests tells: the
 * Secret of a CA holds its key, and is not among them.
 *
 * @throws ValidationError if the issuer says otherwise already
 */
export function sayWhoIssues(scope: Construct, issuer: IIssuerRef, authorities: readonly Certificate[]): void {
  if (Construct.isConstruct(issuer)) {
    annotate(scope, ApiObject.of(issuer), authorities);
  } else {
    UpstreamTls.of(scope).addFindings((manifests) => findUnsaid(scope, issuer, authorities, manifests));
  }
}

function annotate(scope: Construct, { metadata, kind, name }: ApiObject, authorities: readonly Certificate[]): void {
  const pem = authorities.map((authority) => authority.pem).join('');
  const present: string | undefined = metadata.toJson()?.annotations?.[ISSUES_UNDER_ANNOTATION];
  if (present !== undefined && present !== pem) {
    // What is there is not shown: it may be anything, a key among it.
    throw new ValidationError(scope, {
      rule: 'manifests/duplicate-object',
      message: `${kind} ${name} already has annotation ${ISSUES_UNDER_ANNOTATION}, and says another CA than ${authorities.map(describeCertificate).join(' and ')}`,
      fix: 'remove the annotation, or give each CA an issuer of its own',
    });
  }
  metadata.addAnnotation(ISSUES_UNDER_ANNOTATION, pem);
}

function findUnsaid(
  scope: Construct,
  { group, kind, name }: IIssuerRef,
  authorities: readonly Certificate[],
  manifests: AppManifests,
): readonly Finding[] {
  const manifest = manifests.all.find(
    ({ key }) => key.kind === kind && key.name === name && groupOf(key.apiVersion) === group,
  );
  const said = manifest && annotationOf(manifest, ISSUES_UNDER_ANNOTATION);
  if (authorities.every(({ pem }) => said?.includes(pem.trim()))) {
    return [];
  }
  return [
    {
      rule: 'references/manual-change',
      severity: 'info',
      path: '',
      constructPath: scope.node.path,
      message: `${kind} ${name} was not handed to this construct, and does not say under which CA it issues, so that no rotation check can prove the phase ACTIVATE`,
      fix: `annotate ${kind} ${name} with ${ISSUES_UNDER_ANNOTATION}: the PEM text of ${authorities.map(describeCertificate).join(' and of ')}`,
    },
  ];
}
