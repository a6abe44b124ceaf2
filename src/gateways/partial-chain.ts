import type { Certificate } from '../trust';
import type { GatewayImplementation } from './gateway-implementation';
import type { RenderingNote } from './rendering';

/** That intermediates stand as trust anchors without their root, unless the gateway is known to accept that. */
export function partialChainNotes(
  gateway: GatewayImplementation,
  certificates: readonly Certificate[],
): readonly RenderingNote[] {
  const { value, evidence } = gateway.capability('partialChain');
  const subjects = new Set(certificates.map((certificate) => certificate.subject.canonical));
  const rootless = certificates.filter(
    (certificate) => !certificate.selfSigned && !subjects.has(certificate.issuer.canonical),
  );
  return value === 'accepted'
    ? []
    : rootless.map((certificate) => ({
        rule: 'trust/intermediate-as-anchor',
        severity: 'warning',
        message: `authority "${certificate.subject.text}" is an intermediate without its root "${certificate.issuer.text}", which ${gateway} may refuse (${evidence})`,
        fix: 'give the root too',
      }));
}
