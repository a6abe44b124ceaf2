/** Limits of the BackendTLSPolicy schema, in items. */
export const BACKEND_TLS_POLICY_LIMITS = { targets: 16, caReferences: 8, subjectAltNames: 5, options: 16 } as const;
