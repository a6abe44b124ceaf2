import { GatewayVersion } from '../../../gateways/gateway-version';
import { annotationOf, fieldAt } from '../../../manifests/graph/json-fields';
import { GATEWAY_API } from '../../../manifests/graph/object-kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';

/** Which CRDs of the Gateway API a cluster has. */
export interface GatewayApiRelease {
  readonly version: GatewayVersion;
  /** @default - not known */
  readonly channel?: Channel;
}

/** The two sets of CRDs of each release. */
export type Channel = 'standard' | 'experimental';

/** Why rules that depend on the release do not apply where it is not known. */
export const NO_RELEASE =
  'the release of Gateway API is not known: it is stated by --gateway gateway-api@VERSION, or by its CRDs';

const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';
const CHANNEL = 'gateway.networking.k8s.io/channel';
const RELEASE = /^v\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?$/;

/** The release that the CRDs say which are given, or are in the set; else the one that the user states. */
export function gatewayApiRelease({ crds, index, gateways }: CheckContext): GatewayApiRelease | undefined {
  const candidates = [...(crds?.manifests ?? []), ...index.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')];
  for (const crd of candidates) {
    const release = fieldAt(crd.body, 'spec', 'group') === GATEWAY_API ? releaseOf(crd) : undefined;
    if (release !== undefined) {
      return release;
    }
  }
  const stated = gateways.find(({ name }) => name === 'gateway-api');
  return stated === undefined ? undefined : { version: GatewayVersion.parse(stated.version) };
}

function releaseOf(crd: Manifest): GatewayApiRelease | undefined {
  const version = annotationOf(crd, BUNDLE_VERSION);
  if (version === undefined || !RELEASE.test(version)) {
    return undefined;
  }
  const channel = annotationOf(crd, CHANNEL);
  const isKnown = channel === 'standard' || channel === 'experimental';
  return { version: GatewayVersion.parse(version), ...(isKnown ? { channel } : {}) };
}

/** Release and channel for messages. */
export function describeRelease({ version, channel }: GatewayApiRelease): string {
  return channel === undefined ? `Gateway API ${version}` : `the ${channel} channel of Gateway API ${version}`;
}

/** Whether the release is in the range of its channel; of both where the channel is not known. */
export function isInRange({ version, channel }: GatewayApiRelease, ranges: Readonly<Record<Channel, string>>): boolean {
  const channels: readonly Channel[] = channel === undefined ? ['standard', 'experimental'] : [channel];
  return channels.every((each) => version.overlaps(ranges[each]));
}
