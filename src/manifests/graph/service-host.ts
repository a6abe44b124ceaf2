/** A Service by the name and namespace that its DNS name states. */
export interface ServiceHost {
  readonly name: string;
  /** @default - the host is the Service's name alone */
  readonly namespace?: string;
}

/**
 * Reads the DNS name of a Service: `ledger`, `ledger.payments.svc` or `ledger.payments.svc.cluster.local`; undefined for
 * other hosts.
 *
 * `namespaceAfterDot`: whether `ledger.payments` means the namespace too. A resolver would find it, but for Istio it is
 * a host outside the mesh.
 */
export function parseServiceHost(host: string, { namespaceAfterDot = false } = {}): ServiceHost | undefined {
  const [name = '', namespace, service] = host.split('.');
  if (name === '' || name.includes('*')) {
    return undefined;
  }
  if (namespace === undefined) {
    return { name };
  }
  const isService = service === 'svc' || (service === undefined && namespaceAfterDot);
  return isService && namespace !== '' ? { name, namespace } : undefined;
}
