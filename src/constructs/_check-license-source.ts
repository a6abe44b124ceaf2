import { isIP } from 'node:net';
import { whyNotCron } from '../checks/cert-manager/cron-schedule';
import { describeString } from '../checks/schema/describe-value';
import { STORAGE_SECRET_PREFIX } from '../gateways/kong/license-storage';
import type { KongIngressController } from '../gateways/kong-ingress-controller/kong-ingress-controller';
import type { KongOperator } from '../gateways/kong-operator/kong-operator';
import { Refusal } from '../gateways/refusal';
import type { ControllerLicenseOptions, KonnectLicenseOptions, LicenseSyncOptions } from './license-source';

/** A controller that can ask Konnect for a license. */
export type KongController = KongIngressController | KongOperator;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PINNED_IMAGE = /^[a-z0-9][A-Za-z0-9._:/-]{0,500}@sha256:[0-9a-f]{64}$/;

const WHAT_WORKS =
  'use Kong Operator 2.0.8, 2.1.3 or later, or LicenseSource.konnectSync, which keeps the license itself';

/**
 * Checks what is asked of a controller.
 *
 * @returns a warning where the user goes on with a storage that cannot be read back
 * @throws Refusal if the controller at its version keeps no license that outlives a restart, or nothing is known of it
 */
export function checkControllerStorage(
  gateway: KongController | undefined,
  options: ControllerLicenseOptions,
): string | undefined {
  if (gateway === undefined) {
    throw refusal('license/storage-unreadable', 'which controller asks Konnect is not known', 'give it as gateway');
  }
  checkKonnect(options);
  const storage = gateway.capability('licenseStorage').value;
  if (storage === 'works') {
    return undefined;
  }
  const message = `${gateway} ${PROBLEMS[storage]}`;
  if (storage === 'write-only' && options.acceptUnreadableStorage === true) {
    return message;
  }
  throw refusal('license/storage-unreadable', message, storage === 'unknown' ? STATE_A_PATCH : WHAT_WORKS);
}

const STATE_A_PATCH = 'state a release that is known, with its patch, or use LicenseSource.konnectSync';

const PROBLEMS = {
  none: 'keeps no license of Konnect: after a restart without Konnect there is none',
  unwritable:
    'cannot write the Secret of its license, since the label that it sets has an invalid value (Kong/kubernetes-ingress-controller#7648)',
  'write-only':
    'writes the license as plain text and reads it as base64 text, so it cannot read back what it stored and does not get ready after a restart without Konnect',
  unknown: 'may or may not be able to read back the license that it stores: that differs by patch, or is not known',
} as const;

/** Checks what is asked of our CronJob. @throws Refusal for an image that may change, or a schedule that is none */
export function checkSync(options: LicenseSyncOptions): void {
  checkKonnect(options);
  if (!PINNED_IMAGE.test(options.image)) {
    throw refusal(
      'schema/invalid-value',
      `image ${describeString(options.image)} is not pinned by digest; allowed is <repository>@sha256:<64 hexadecimal digits>`,
      'give the digest of the image, which a registry shows beside the tag',
    );
  }
  checkSchedule(options.schedule);
  checkPeers(options);
}

/** An empty list would let the pod out to everywhere, and one wrong entry has the API server refuse the policy. */
function checkPeers({ konnectCidrs, kubernetesApiPorts }: LicenseSyncOptions): void {
  const wrongCidr = konnectCidrs?.find((cidr) => !isCidr(cidr));
  if (wrongCidr !== undefined || konnectCidrs?.length === 0) {
    throw refusal(
      'schema/invalid-value',
      `konnectCidrs ${wrongCidr === undefined ? 'is empty' : `has ${describeString(wrongCidr)}`}; allowed are ranges of addresses`,
      'give them as in 192.0.2.0/24 or 2001:db8::/32, or leave konnectCidrs out',
    );
  }
  const wrongPort = kubernetesApiPorts?.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535);
  if (wrongPort !== undefined || kubernetesApiPorts?.length === 0) {
    throw refusal(
      'schema/invalid-value',
      `kubernetesApiPorts ${wrongPort === undefined ? 'is empty' : `has ${wrongPort}`}; allowed are numbers from 1 to 65535`,
      'give the port of the API server, as in 6443, or leave kubernetesApiPorts out',
    );
  }
}

const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;

function isCidr(text: string): boolean {
  const [address = '', length = '', ...others] = text.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  return version !== 0 && others.length === 0 && PREFIX_LENGTH.test(length) && Number(length) <= bits;
}

/** @throws Refusal if a schedule is no cron expression */
export function checkSchedule(schedule: string | undefined): void {
  const problem = schedule === undefined ? undefined : whyNotCron(schedule);
  if (problem !== undefined) {
    throw refusal('schema/invalid-value', `the schedule ${problem}`, 'give five fields, as in 17 */6 * * *');
  }
}

/** The Secret that Kong's controllers keep the license of a control plane in. */
export function storageSecretName(options: KonnectLicenseOptions): string {
  return `${STORAGE_SECRET_PREFIX}${options.controlPlaneId}`;
}

function checkKonnect({ controlPlaneId, address }: KonnectLicenseOptions): void {
  if (!UUID.test(controlPlaneId)) {
    throw refusal(
      'schema/invalid-value',
      `the id of the control plane is a text of ${controlPlaneId.length} characters (not shown) and no UUID in lower case`,
      'give the id that Konnect shows for the control plane',
    );
  }
  if (address !== undefined && !isHttpsOrigin(address)) {
    throw refusal(
      'schema/invalid-value',
      `address ${address.includes('@') ? 'has a user or a password (not shown), or' : describeString(address)} is no https address without a path`,
      'give it as in https://eu.kic.api.konghq.com',
    );
  }
}

function isHttpsOrigin(address: string): boolean {
  return URL.canParse(address) && address.startsWith('https://') && new URL(address).origin === address;
}

function refusal(rule: string, message: string, fix: string): Refusal {
  return new Refusal({ rule, message, fix });
}
