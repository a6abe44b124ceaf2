import type { Construct } from 'constructs';
import type { SecretPlace } from './_extension-secrets';
import { grant } from './_grant';

/**
 * `get` of each Secret by name, and nothing more: whoever reads it knows what it is called. One Role a namespace; the first
 * has the ids `Role` and `RoleBinding`.
 */
export function grantSecrets(scope: Construct, secrets: readonly SecretPlace[], reader: SecretPlace): void {
  const namespaces = [...new Set(secrets.map(({ namespace }) => namespace))];
  namespaces.forEach((namespace, position) => {
    const resourceNames = secrets.filter((secret) => secret.namespace === namespace).map(({ name }) => name);
    grant(
      scope,
      position === 0 ? '' : 'Client',
      { apiGroups: [''], resources: ['secrets'], resourceNames: [...new Set(resourceNames)], verbs: ['get'] },
      { kind: 'ServiceAccount', ...reader },
      { namespace },
    );
  });
}
