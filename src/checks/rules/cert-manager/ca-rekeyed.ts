import { fieldAt } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { certificatesIn } from './_spec-problems';

/** CAs whose renewal makes a new key (cert-manager #7601, #2478). */
export const caRekeyed: Rule<CheckContext> = {
  id: 'cert-manager/ca-rekeyed',
  severity: 'warning',
  title: 'The renewal of a CA Certificate makes a new key',
  why:
    'Since cert-manager 1.18 `rotationPolicy` is Always by default. The renewed CA then has another key, certificates that ' +
    'it issued are not issued again (cert-manager #2478), and they fail wherever only the new CA is trusted.',
  fix:
    'Set `privateKey.rotationPolicy: Never`, or `renewal.policy: Disabled` (cert-manager 1.21.1 and later, 1.21.0 crashes on ' +
    'it), and replace the key of the CA by a second issuer, in steps.',
  check({ index }) {
    const authorities = certificatesIn(index).filter(({ body }) => fieldAt(body, 'spec', 'isCA') === true);
    return authorities.length === 0 ? notApplicable('no Certificate is a CA') : resultOf(authorities.flatMap(rekeyed));
  },
};

function rekeyed(manifest: Manifest): readonly RuleFinding[] {
  const policy = fieldAt(manifest.body, 'spec', 'privateKey', 'rotationPolicy');
  const isKept = policy === 'Never' || fieldAt(manifest.body, 'spec', 'renewal', 'policy') === 'Disabled';
  return isKept
    ? []
    : [
        {
          manifest,
          path: ['spec', 'privateKey', 'rotationPolicy'],
          message: `privateKey.rotationPolicy is ${policy === 'Always' ? 'Always' : 'not set, which means Always since cert-manager 1.18'}: renewal makes a new key for this CA, and certificates that it issued are not issued again`,
          fix: 'set privateKey.rotationPolicy to Never',
        },
      ];
}
