import type { ServerTlsIntent } from '../intent';

/** Said always: without names Istio verifies the chain alone, and of versions where that is unknown it may. */
export function withNames(intent: ServerTlsIntent): ServerTlsIntent {
  const { hostname, subjectAltNames } = intent.server;
  return subjectAltNames.length > 0
    ? intent
    : { ...intent, server: { hostname, subjectAltNames: [{ type: 'Hostname', hostname }] } };
}
