import { configurationsOf, extensionManagersOf } from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldOf } from '../../../manifests/graph/json-fields';
import { formatPath } from '../../../manifests/manifest';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { placeOf } from './_configuration';

/** What an extension adds may be what protects a route. */
export const extensionFailOpen: Rule<CheckContext> = {
  id: 'envoy-gateway/extension-fail-open',
  severity: 'warning',
  title: 'An extension server of Envoy Gateway fails open',
  why:
    'With failOpen: true an extension server that cannot be reached, or whose certificate is not accepted, is passed over: the ' +
    'proxies get the configuration without what the extension adds, be it a filter for authentication. Without it they keep the ' +
    'configuration that they have, and no change arrives until the extension server answers again.',
  fix: 'Leave failOpen out where the extension protects anything, and watch for failed calls of the extension server.',
  check({ index }) {
    const managers = configurationsOf(index).flatMap(extensionManagersOf);
    if (managers.length === 0) {
      return notApplicable('no configuration of Envoy Gateway names an extension server');
    }
    return resultOf(
      managers
        .filter(({ value }) => fieldOf(value, 'failOpen') === true)
        .map(({ configuration, path }) => {
          const at = [...path, 'failOpen'];
          return {
            ...placeOf(configuration, at),
            message: `${formatPath(at)} is true: when the extension server fails, or its certificate is refused, proxies get the configuration without what it adds`,
            fix: 'remove failOpen, so that proxies keep the configuration that they have',
          };
        }),
    );
  },
};
