import { controllerCapability, STORAGE_SECRET_PREFIX, type StoredForm } from '../../../gateways/kong/license-storage';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { kongControllersOf, statedVersion } from './_kong-controller';
import { readLicense, secretText } from './_license-text';

const FORMS: Readonly<Record<StoredForm, string>> = { 'base64-text': 'base64 text', 'plain-text': 'plain text' };

/** Kong/kubernetes-ingress-controller#7488 and Kong/kong-operator#3610 read different forms. */
export const seedEncoding: Rule<CheckContext> = {
  id: 'license/seed-encoding',
  severity: 'error',
  title: 'A license is laid into the Secret of the controller in a form that the controller cannot read',
  why:
    'Kong Ingress Controller decodes the value of the Secret from base64 once more, Kong Operator does not ' +
    '(Kong/kubernetes-ingress-controller#7488, Kong/kong-operator#3610). In the wrong form the license is not read.',
  fix: 'For Kong Ingress Controller store base64 text as the value, for Kong Operator the license itself.',
  check(context) {
    const seeded = context.index.ofKind('', 'Secret').filter(({ key }) => key.name.startsWith(STORAGE_SECRET_PREFIX));
    if (seeded.length === 0) {
      return notApplicable(`there is no Secret ${STORAGE_SECRET_PREFIX}<control plane id>`);
    }
    const form = wantedForm(context);
    return form === undefined
      ? notApplicable('the controller of Kong and its version are not known; state them with --gateway')
      : resultOf(seeded.flatMap((secret) => problem(secret, form)));
  },
};

/** The form that all controllers in question read; undefined where they differ or one is not known. */
function wantedForm({ index, gateways }: CheckContext): StoredForm | undefined {
  const stated = (['kong-ingress-controller', 'kong-operator'] as const).flatMap((name) => {
    const version = statedVersion(gateways, name);
    return version === undefined ? [] : [{ name, version }];
  });
  const deployed = kongControllersOf(index, gateways);
  const forms = (deployed.length > 0 ? deployed : stated).map(({ name, version }) =>
    version === undefined ? 'unknown' : controllerCapability(name, 'licenseForm', version),
  );
  const [first] = forms;
  return first === undefined || first === 'unknown' || forms.some((form) => form !== first) ? undefined : first;
}

function problem(secret: Manifest, wanted: StoredForm): readonly RuleFinding[] {
  const payload = secretText(secret, 'payload');
  const found = payload === undefined ? undefined : formOf(payload.text);
  if (payload === undefined || found === undefined || found === wanted) {
    return [];
  }
  return [
    {
      manifest: secret,
      path: payload.path,
      message: `the value is ${describe(found)} of a license; this controller reads ${FORMS[wanted]}`,
      fix:
        wanted === 'base64-text'
          ? 'encode the license in base64 before it becomes the value of the Secret'
          : 'store the license itself as the value of the Secret',
    },
  ];
}

function describe(form: StoredForm): string {
  return form === 'base64-text' ? 'the base64 text' : 'the plain text';
}

function formOf(text: string): StoredForm | undefined {
  if (readLicense(text) !== undefined) {
    return 'plain-text';
  }
  return readLicense(Buffer.from(text, 'base64').toString('utf8')) === undefined ? undefined : 'base64-text';
}
