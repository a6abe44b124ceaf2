import { truthOf } from '../../../gateways/kong/truth-of';
import { annotationOf, fieldAt } from '../../../manifests/graph/json-fields';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { FieldPath, JsonValue, Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { readCertificates } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { dataText } from '../_data-text';
import {
  annotationPath,
  backendTlsPolicies,
  kongTargetsOf,
  servicesWith,
  speaksTls,
  TLS_VERIFY,
  TLS_VERIFY_DEPTH,
} from './_kong';
import { commonFact, kongGatewaysOf } from './_kong-gateway';

const OPTION = 'tls-verify-depth';

/** Largest depth that Kong Gateway takes. */
const MAX_DEPTH = 64;

const FIX = `give a whole number from 0 to ${MAX_DEPTH}: the intermediates between the server certificate and its root`;

/** A depth that is not read leaves the default in force. */
export const verifyDepthUnusable: Rule<CheckContext> = {
  id: 'kong/verify-depth-unusable',
  severity: 'error',
  title: 'The verification depth for Kong is ignored, refused, or too small by default',
  why:
    'A text that is no whole number is ignored in silence, and a depth outside 0 to 64 is refused by Kong together with the ' +
    'configuration. Where none is given the default is 1 intermediate up to 3.10.0.14, 3.12.0.8, 3.13.0.6, 3.14.0.6 and 3.15.0.0, ' +
    'so that longer chains fail.',
  fix: 'Give the number of intermediates as a whole number.',
  check(context) {
    const services = servicesWith(context.index, [TLS_VERIFY, TLS_VERIFY_DEPTH]);
    const policies = backendTlsPolicies(context.index).filter((policy) => kongTargetsOf(context, policy).length > 0);
    if (services.length === 0 && policies.length === 0) {
      return notApplicable('no Service and no BackendTLSPolicy of Kong asks for verification');
    }
    return resultOf([
      ...services.flatMap((service) =>
        unusable(service, annotationPath(TLS_VERIFY_DEPTH), annotationOf(service, TLS_VERIFY_DEPTH), TLS_VERIFY_DEPTH),
      ),
      ...policies.flatMap((policy) =>
        unusable(
          policy,
          ['spec', 'options', OPTION],
          fieldAt(policy.body, 'spec', 'options', OPTION),
          `option ${OPTION}`,
        ),
      ),
      ...tooShallow(context, services),
    ]);
  },
};

function unusable(
  manifest: Manifest,
  path: FieldPath,
  value: JsonValue | undefined,
  what: string,
): readonly RuleFinding[] {
  if (value === undefined) {
    return [];
  }
  const text = String(value);
  if (!/^[+-]?\d{1,9}$/.test(text)) {
    return [
      { manifest, path, message: `${what} is "${text.slice(0, 40)}", no whole number, and is ignored`, fix: FIX },
    ];
  }
  const depth = Number(text);
  return depth >= 0 && depth <= MAX_DEPTH
    ? []
    : [{ manifest, path, message: `${what} is ${depth}, and Kong takes 0 to ${MAX_DEPTH}`, fix: FIX }];
}

/** Judged where the releases of Kong Gateway and the chain of the backend stand in the set. */
function tooShallow({ index, graph }: CheckContext, services: readonly Manifest[]): readonly RuleFinding[] {
  const depth = commonFact(kongGatewaysOf(index), 'verifyDepth');
  if (depth === undefined) {
    return [];
  }
  return services
    .filter((service) => truthOf(annotationOf(service, TLS_VERIFY)) === true && speaksTls(service))
    .filter((service) => annotationOf(service, TLS_VERIFY_DEPTH) === undefined)
    .flatMap((service) => {
      const longest = graph
        .servedBy(referenceTo(service))
        .map(({ from }) => ({ from, count: intermediatesIn(from) }))
        .find(({ count }) => count > depth);
      return longest === undefined
        ? []
        : [
            {
              manifest: service,
              severity: 'warning' as const,
              path: annotationPath(TLS_VERIFY),
              message: `the chain in ${formatReference(referenceTo(longest.from))} has ${longest.count} intermediates, and Kong Gateway of the set allows ${depth} where ${TLS_VERIFY_DEPTH} is not set`,
              fix: `set ${TLS_VERIFY_DEPTH}: "${longest.count}"`,
            },
          ];
    });
}

/** The certificates that a server sends between its own and the root. */
function intermediatesIn(secret: Manifest): number {
  const text = dataText(secret, 'tls.crt')?.text;
  const [, ...sent] = text === undefined ? [] : readCertificates(text).certificates;
  return sent.filter(({ certificate }) => certificate.isCa && !certificate.selfSigned).length;
}
