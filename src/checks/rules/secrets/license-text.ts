import { leakRule } from './_leak-rule';

/** License payloads anywhere, and any text in fields that hold nothing but a license. */
export const licenseText = leakRule({
  id: 'secrets/license-text',
  severity: 'error',
  title: 'The text of a license stands in a manifest',
  why:
    'A license is a secret of its holder, and a manifest ends up in Git and in logs. KongLicense has no other form: its ' +
    '`rawLicenseString` takes the text itself and no reference to a Secret.',
  fix:
    'Keep the license in a Secret that an ExternalSecret writes, and refer to it: KONG_LICENSE_DATA by secretKeyRef, or the ' +
    'construct LicenseStore. This rule cannot be suppressed.',
  kind: 'license',
  mend: 'keep it in a Secret that an ExternalSecret writes, and set KONG_LICENSE_DATA from it by secretKeyRef',
});
