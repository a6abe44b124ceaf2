import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { environmentOf } from '../_containers';
import {
  isOn,
  type KongController,
  kongControllersOf,
  LICENSING,
  STORAGE,
  settingOf,
  storesLicense,
  usesKonnectLicensing,
} from './_kong-controller';

const POD_VARIABLES = ['POD_NAME', 'POD_NAMESPACE'];

/** What Kong/kubernetes-ingress-controller#7488 needs besides its own flag. */
export const storageInert: Rule<CheckContext> = {
  id: 'license/storage-inert',
  severity: 'warning',
  title: 'The license of Konnect is to be stored, but a setting that this needs is missing',
  why:
    'Storing takes effect only with --konnect-licensing-enabled, and the controller must know its own pod and namespace ' +
    'to find the Secret (Kong/kubernetes-ingress-controller#7488). Otherwise nothing is stored, and nothing says so.',
  fix: 'Set --konnect-licensing-enabled, POD_NAME and POD_NAMESPACE, or turn storing off.',
  check({ index }) {
    const stating = kongControllersOf(index).filter(
      (controller) => usesKonnectLicensing(controller) || settingOf(controller, STORAGE) !== undefined,
    );
    if (stating.length === 0) {
      return notApplicable('no workload runs a controller of Kong that is told about a license of Konnect');
    }
    return resultOf(stating.flatMap((controller) => [...withoutLicensing(controller), ...withoutPod(controller)]));
  },
};

function withoutLicensing(controller: KongController): readonly RuleFinding[] {
  const storage = settingOf(controller, STORAGE);
  if (
    storage === undefined ||
    isOn(storage, true) !== true ||
    isOn(settingOf(controller, LICENSING), false) !== false
  ) {
    return [];
  }
  return [
    {
      manifest: controller.container.workload,
      path: storage.path,
      message: `--${STORAGE} is on, and --${LICENSING} is not; nothing is stored without it`,
      fix: `set CONTROLLER_KONNECT_LICENSING_ENABLED to "true", or remove --${STORAGE}`,
    },
  ];
}

function withoutPod(controller: KongController): readonly RuleFinding[] {
  const { container } = controller;
  const missing = POD_VARIABLES.filter((name) => environmentOf(container, name) === undefined);
  if (!storesLicense(controller) || missing.length === 0) {
    return [];
  }
  return [
    {
      manifest: container.workload,
      path: [...container.path, 'env'],
      message: `the license of Konnect is to be stored, but the container has no ${missing.join(' and no ')}`,
      fix: 'set POD_NAME from fieldRef metadata.name and POD_NAMESPACE from fieldRef metadata.namespace',
    },
  ];
}
