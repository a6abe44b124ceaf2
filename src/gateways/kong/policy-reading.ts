import type { PolicyReading } from '../gateway-entry';

/** How the controllers of Kong read a BackendTLSPolicy. */
export const KONG_POLICY_READING: PolicyReading = {
  caKeys: ['cert', 'ca.crt'],
  // In targets alone, not in references to roots.
  takesGroupCore: true,
  appliesToService: true,
};
