import { controllerCapability } from '../../../gateways/kong/license-storage';
import { notApplicable, type Rule, resultOf } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { type KongController, kongControllersOf, LICENSING, settingOf, storesLicense } from './_kong-controller';

/** Kong/kubernetes-ingress-controller#7488 stores the license; only Kong/kong-operator#3610 can read it back. */
export const storageUnreadable: Rule<CheckContext> = {
  id: 'license/storage-unreadable',
  severity: 'error',
  title: 'The controller cannot read back the license that it stores',
  why:
    'The controller writes the license of Konnect into its Secret as plain text and decodes base64 when it reads it ' +
    '(Kong/kubernetes-ingress-controller#7488; mended by Kong/kong-operator#3610 only). When Konnect cannot be reached ' +
    'at a restart, there is no license, and the controller does not get ready.',
  fix: 'Use Kong Operator 2.0.8, 2.1.3 or later, or give Kong Gateway a static license by reference to a Secret.',
  check({ index, gateways }) {
    const storing = kongControllersOf(index, gateways).filter(storesLicense);
    if (storing.length === 0) {
      return notApplicable('no workload runs a controller of Kong that stores a license of Konnect');
    }
    const versioned = storing.filter(isJudged);
    if (versioned.length === 0) {
      return notApplicable('the version of the controller of Kong is not known; state it with --gateway');
    }
    return resultOf(versioned.filter(isUnreadable).map(finding));
  },
};

type VersionedController = KongController & { readonly version: string };

function isJudged(controller: KongController): controller is VersionedController {
  return (
    controller.version !== undefined &&
    controllerCapability(controller.name, 'licenseForm', controller.version) !== 'unknown'
  );
}

function isUnreadable({ name, version }: VersionedController): boolean {
  return controllerCapability(name, 'licenseForm', version) === 'base64-text';
}

function finding(controller: VersionedController) {
  const { container, name, version } = controller;
  const title = name === 'kong-operator' ? 'Kong Operator' : 'Kong Ingress Controller';
  return {
    manifest: container.workload,
    path: settingOf(controller, LICENSING)?.path ?? container.path,
    message: `${title} ${version} stores the license of Konnect as plain text and reads it as base64 text, so the stored license is never read`,
    fix: 'use Kong Operator 2.0.8, 2.1.3 or later, or set KONG_LICENSE_DATA of Kong Gateway from a Secret',
  };
}
