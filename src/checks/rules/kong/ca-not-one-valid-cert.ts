import { hasKey } from '../../../manifests/graph/data-keys';
import { formatReference } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { readCertificates } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { type CaObject, caObjectsOf, certificateIn, NO_CA_OBJECT } from './_ca-objects';

const ONE_EACH = 'give each authority a ConfigMap or Secret of its own, with an id of its own';

/** An authority that is dropped takes all others of the Service along. */
export const caNotOneValidCert: Rule<CheckContext> = {
  id: 'kong/ca-not-one-valid-cert',
  severity: 'error',
  title: 'A certificate authority for Kong is not exactly one valid CA certificate',
  why:
    'Kong takes one certificate per object, that of a CA which has not expired. Anything else is dropped with an event, or the ' +
    'configuration is refused by releases before 3.4.10 and 3.5.3 (Kong/kubernetes-ingress-controller#7763). Services keep listing ' +
    'the id, and Kong fails all other authorities of their lists with it.',
  fix: 'Write one object per CA certificate, and remove the references to one before it expires.',
  check({ graph, now, ...context }) {
    const objects = caObjectsOf({ graph, now, ...context });
    if (objects.length === 0) {
      return notApplicable(NO_CA_OBJECT);
    }
    return resultOf(objects.flatMap((object) => problemsOf(graph, object, now)));
  },
};

function problemsOf(graph: ReferenceGraph, object: CaObject, now: Date | undefined): readonly RuleFinding[] {
  const { target, owner, manifest } = object;
  const text = certificateIn(object);
  if (text === undefined) {
    const keys = graph.keysOf(target);
    const isAbsent = manifest !== undefined && ['cert', 'ca.crt'].every((key) => hasKey(keys, key) === 'no');
    const what = 'has no certificate: neither cert nor ca.crt is among its data keys';
    return isAbsent
      ? [
          {
            manifest: owner,
            path: ['data'],
            message: `${formatReference(target)} ${what}`,
            fix: 'put the CA certificate under ca.crt',
          },
        ]
      : [];
  }
  const problem = problemOf(text.text, now);
  return problem === undefined
    ? []
    : [{ manifest: owner, path: text.path, message: `${formatReference(target)} ${problem.what}`, fix: problem.fix }];
}

/** What is wrong with the PEM text. Expiry is judged where an instant is given. */
function problemOf(text: string, now: Date | undefined): { readonly what: string; readonly fix: string } | undefined {
  const { certificates, problems } = readCertificates(text);
  const count = certificates.length + problems.reduce((sum, { blocks }) => sum + blocks, 0);
  const [first] = certificates;
  if (count > 1) {
    return { what: `holds ${count} PEM blocks, and Kong takes exactly one certificate`, fix: ONE_EACH };
  }
  if (first === undefined) {
    return { what: 'holds no certificate that can be read', fix: 'put the CA certificate there, as one PEM block' };
  }
  const { certificate } = first;
  if (!certificate.isCa) {
    return {
      what: `holds "${certificate.subject.text}", which is no certificate authority (no CA:TRUE), and is dropped`,
      fix: 'give the certificate of the authority that issues the server certificate',
    };
  }
  return now !== undefined && now.getTime() > certificate.notAfter.getTime()
    ? {
        what: `holds "${certificate.subject.text}", which expired at ${certificate.notAfter.toISOString()}, and is dropped`,
        fix: 'remove what names it, or put the renewed certificate there under the same id',
      }
    : undefined;
}
