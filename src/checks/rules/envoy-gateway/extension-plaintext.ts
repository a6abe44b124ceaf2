import {
  configurationsOf,
  type ExtensionManager,
  extensionManagersOf,
} from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldAt, fieldOf, itemsOf } from '../../../manifests/graph/json-fields';
import { formatPath, isJsonObject } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { placeOf } from './_configuration';

const FIX = 'set service.tls.certificateRef to a Secret with the roots under tls.crt';

/** The configuration of the proxies goes to the extension server and comes back changed. */
export const extensionPlaintext: Rule<CheckContext> = {
  id: 'envoy-gateway/extension-plaintext',
  severity: 'warning',
  title: 'Envoy Gateway talks to its extension server over the network in plaintext',
  why:
    'Whoever stands between the two can read the configuration of the proxies, and change it. The hook Translation sends the ' +
    'secrets along, private keys of listeners among them, unless translation.secret.includeAll is false.',
  fix: 'Set service.tls, or have the extension server listen on a socket file beside the controller.',
  check({ index }) {
    const managers = configurationsOf(index).flatMap(extensionManagersOf);
    if (managers.length === 0) {
      return notApplicable('no configuration of Envoy Gateway names an extension server');
    }
    return resultOf(managers.filter(isPlain).map(toFinding));
  },
};

function isPlain({ value }: ExtensionManager): boolean {
  const service = fieldOf(value, 'service');
  return isJsonObject(service) && fieldOf(service, 'unix') === undefined && !isJsonObject(fieldOf(service, 'tls'));
}

function toFinding(manager: ExtensionManager): RuleFinding {
  const at = [...manager.path, 'service'];
  const place = placeOf(manager.configuration, at);
  return sendsSecrets(manager)
    ? {
        ...place,
        severity: 'error',
        message: `${formatPath(at)} has no tls, and the hook Translation sends the private keys of listeners over it in plaintext`,
        fix: FIX,
      }
    : {
        ...place,
        message: `${formatPath(at)} has no tls, so the proxies' configuration is sent in plaintext`,
        fix: FIX,
      };
}

function sendsSecrets({ value }: ExtensionManager): boolean {
  const hooks = fieldAt(value, 'hooks', 'xdsTranslator');
  const named = ['pre', 'post'].flatMap((field) => itemsOf(fieldOf(hooks, field)));
  return named.includes('Translation') && fieldAt(hooks, 'translation', 'secret', 'includeAll') !== false;
}
