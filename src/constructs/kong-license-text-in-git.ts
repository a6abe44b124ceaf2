import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { KongController } from './_check-license-source';
import { readLicenseDocument } from './license-sync/license-document.cjs';
import { UpstreamTls } from './upstream-tls';
import { ValidationError } from './validation-error';

/** A license that is given away to whoever can read the manifests. */
export interface KongLicenseTextInGitProps {
  /** The license itself. It goes into the manifest as it is, and with that into Git, its history and every clone. */
  readonly licenseTextInClear: string;
  /** The controller that reads it, which is at least 3.1 for Kong Ingress Controller. */
  readonly gateway: KongController;
}

/**
 * A KongLicense with the text of the license in it: the kind has no reference to a Secret. `LicenseStore` keeps the
 * license out of the manifests; this construct is for those who have to do without and know what they give up.
 *
 * The rule `secrets/license-text` fails the synthesis all the same, until the app says at its root that it goes on:
 * `UpstreamTls.of(app).configure({ severities: { 'secrets/license-text': 'warning' } })`.
 *
 * The kind is of the whole cluster: all controllers in it take the newest one.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/license/
 */
export class KongLicenseTextInGit extends Construct {
  /** The last day of the license, as YYYY-MM-DD. */
  readonly expires: string;

  /** @throws ValidationError if the text is no license, the controller does not read the kind, or the app has another */
  constructor(scope: Construct, id: string, props: KongLicenseTextInGitProps) {
    super(scope, id);
    this.expires = this.expiryOf(props.licenseTextInClear);
    this.requireReader(props.gateway);
    const checks = UpstreamTls.of(this);
    checks.claim(
      this,
      'the KongLicense of the cluster',
      (other) => `[${other}] already writes a KongLicense; of two only the newest counts`,
      'keep one of the two, or use LicenseStore for each controller',
      'license/store-contested',
    );
    checks.useGateway(props.gateway.implementation, props.gateway.version.toString());
    const license = new ApiObject(this, 'Resource', {
      apiVersion: 'configuration.konghq.com/v1alpha1',
      kind: 'KongLicense',
      enabled: true,
      rawLicenseString: props.licenseTextInClear,
    });
    if (license.metadata.namespace !== undefined) {
      // cdk8s gives every object the namespace of its chart, and this kind has none.
      license.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
  }

  private expiryOf(text: string): string {
    const reading = readLicenseDocument(text);
    if (reading.problem !== undefined) {
      throw new ValidationError(this, {
        rule: 'schema/invalid-value',
        message: `the license ${reading.problem} (its text is not shown)`,
        fix: 'give the license as Kong issued it',
      });
    }
    return reading.expires;
  }

  private requireReader(gateway: KongController): void {
    if (gateway.capability('kongLicense').value !== 'read') {
      throw new ValidationError(this, {
        rule: 'license/konglicense-ignored',
        message: `${gateway} is not known to read a KongLicense; Kong Ingress Controller does from 3.1 on, Kong Operator from 2.0 on`,
        fix: 'use LicenseStore, which needs no KongLicense',
      });
    }
  }
}
