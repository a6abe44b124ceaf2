import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { isSelfIssued } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { gatewaysFor } from '../_applicable-gateways';
import { certificateFinding } from './_certificate-finding';
import type { PlacedCertificate } from './_pem-texts';
import { type TrustStore, trustStoresOf } from './_trust-stores';

/** An anchor that is no root: a partial chain. */
export const intermediateAsAnchor: Rule<CheckContext> = {
  id: 'trust/intermediate-as-anchor',
  severity: 'warning',
  title: 'An intermediate stands as a trust anchor without its root',
  why:
    'Envoy and Go end a path at any certificate that they trust. OpenSSL, and with it Kong, NGINX and Node, wants a root ' +
    'and refuses the path unless partial chains are allowed.',
  fix: 'Trust the root, and have the peer send the intermediate.',
  check(context) {
    const stores = trustStoresOf(context.graph).filter(({ anchors }) => anchors.length > 0);
    if (stores.length === 0) {
      return notApplicable('the set holds no certificates of trust anchors');
    }
    const findings = new Map<PlacedCertificate, RuleFinding>();
    for (const store of stores) {
      for (const intermediate of rootless(store)) {
        const severity = severityFor(context, store);
        if (severity !== undefined && findings.get(intermediate)?.severity !== 'error') {
          findings.set(intermediate, finding(intermediate, severity));
        }
      }
    }
    return resultOf(onePerPlace([...findings]));
  },
};

/** The intermediates of a store none of whose roots is in it. What is missing may stand where the set does not show it. */
function rootless({ anchors, isComplete }: TrustStore): readonly PlacedCertificate[] {
  const subjects = new Set(anchors.map(({ certificate }) => certificate.subject.canonical));
  return isComplete
    ? anchors.filter(({ certificate }) => !isSelfIssued(certificate) && !subjects.has(certificate.issuer.canonical))
    : [];
}

/** Undefined where all verifiers of the hop accept a partial chain. */
function severityFor(context: CheckContext, { purpose, backend }: TrustStore): 'error' | 'warning' | undefined {
  // A Bundle is judged where it is read, and nobody knows how a backend verifies.
  if (purpose === undefined || backend === undefined) {
    return undefined;
  }
  const gateways = purpose === 'serverAuth' ? gatewaysFor(context, backend) : [];
  const answers = gateways.map((gateway) => context.questions.ask(gateway, 'partialChain'));
  if (answers.includes('refused')) {
    return 'error';
  }
  return answers.length > 0 && answers.every((answer) => answer === 'accepted') ? undefined : 'warning';
}

function finding(intermediate: PlacedCertificate, severity: 'error' | 'warning'): RuleFinding {
  const { issuer } = intermediate.certificate;
  const who = severity === 'error' ? 'this gateway refuses it' : 'OpenSSL refuses it, Envoy and Go do not';
  return certificateFinding(
    intermediate,
    `is an intermediate, and its root is not among the trust anchors; ${who}`,
    `trust the root above ${JSON.stringify(issuer.text)} instead, and have the peer send the intermediate`,
    severity,
  );
}

/** Several stores may read one text. */
function onePerPlace(findings: readonly (readonly [PlacedCertificate, RuleFinding])[]): readonly RuleFinding[] {
  const places = new Map<object, Map<string, RuleFinding>>();
  for (const [{ text, certificate }, found] of findings) {
    const inText = places.get(text) ?? new Map<string, RuleFinding>();
    places.set(text, inText);
    if (inText.get(certificate.fingerprint)?.severity !== 'error') {
      inText.set(certificate.fingerprint, found);
    }
  }
  return [...places.values()].flatMap((inText) => [...inText.values()]);
}
