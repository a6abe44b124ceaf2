import type { MutualTlsIntent, ServerTlsIntent } from '../../../src/gateways/intent';
import { type Certificate, parseCertificates } from '../../../src/trust';
import { createCa, issue, issueCa } from '../../trust/pki';
import { LEDGER, MUTUAL } from '../_intents';

const root = createCa({ commonName: 'payments root' });

/** A root, another one, an intermediate under the first and a leaf under it, made anew in each run. */
export const [ROOT, NEXT_ROOT, INTERMEDIATE, LEAF] = [
  root,
  createCa({ commonName: 'payments root 2' }),
  issueCa(root, { commonName: 'payments issuing' }),
  issue(root, { commonName: 'ledger' }),
].map(({ pem }) => parseCertificates(pem)[0]) as [Certificate, Certificate, Certificate, Certificate];

/** Mutual TLS to the ledger, verified against one root known at synthesis. */
export const KONG_MUTUAL: MutualTlsIntent = {
  ...MUTUAL,
  trust: { certificates: [ROOT], references: [], system: false },
};

/** One-way TLS to the ledger, verified against the same root. */
export const KONG_SERVER: ServerTlsIntent = {
  backends: [LEDGER],
  namespace: 'payments',
  server: KONG_MUTUAL.server,
  trust: KONG_MUTUAL.trust,
  options: {},
};
