// Who takes part in a rehearsal.

/** The backends, by the names of their Services. */
export const BACKENDS = ['ledger', 'audit'];

/** The name that a backend's certificate must hold. */
export const hostnameOf = (backend) => `${backend}.payments.svc.cluster.local`;

/** The files of the two ends of a hop, below the folder of a rehearsal. */
export const FILES = {
  gatewayIdentity: 'gateway/identity.pem',
  gatewayRoots: (backend) => `gateway/roots-${backend}.pem`,
  backendIdentity: (backend) => `${backend}/identity.pem`,
  backendRoots: (backend) => `${backend}/roots.pem`,
};
