import { TrustAnchors } from '../../../constructs/trust-anchors';
import { INTERMEDIATE, NEW_ROOT, OLD_ROOT } from '../authorities';
import { oneWay } from '../intent-builders';
import type { PortabilityIntent } from '../portability-intent';

const topic = 'trust';

/** Where the roots come from. */
export const TRUST_INTENTS: readonly PortabilityIntent[] = [
  oneWay(
    { name: 'ca-configmap', topic, asks: 'The roots stand in a ConfigMap that exists.', says: ['ledger-roots'] },
    { trust: TrustAnchors.configMap('ledger-roots') },
  ),
  oneWay(
    { name: 'ca-secret', topic, asks: 'The roots stand in a Secret that exists.', says: ['ledger-roots'] },
    { trust: TrustAnchors.secret('ledger-roots') },
  ),
  oneWay(
    {
      name: 'ca-bundle',
      topic,
      asks: 'A trust-manager Bundle keeps the roots, and they follow it without a new synthesis.',
      says: ['platform-roots'],
    },
    { trust: TrustAnchors.bundle('platform-roots') },
  ),
  oneWay(
    {
      name: 'ca-cluster-trust-bundle',
      topic,
      asks: 'The roots stand in a ClusterTrustBundle.',
      says: ['platform-roots'],
    },
    { trust: TrustAnchors.clusterTrustBundle('platform-roots') },
  ),
  oneWay(
    { name: 'ca-system', topic, asks: 'The server certificate is from a public authority.' },
    { trust: TrustAnchors.system() },
  ),
  oneWay(
    {
      name: 'ca-two-objects',
      topic,
      asks: 'The roots of two authorities stand in two ConfigMaps.',
      says: ['ledger-roots', 'partner-roots'],
    },
    { trust: TrustAnchors.anyOf(TrustAnchors.configMap('ledger-roots'), TrustAnchors.configMap('partner-roots')) },
  ),
  oneWay(
    {
      name: 'rotation-overlap',
      topic,
      asks: 'The old root and the new one are both accepted, as in the middle of a rotation.',
    },
    { trust: TrustAnchors.anyOf(TrustAnchors.pem(OLD_ROOT), TrustAnchors.pem(NEW_ROOT)) },
  ),
  oneWay(
    {
      name: 'ca-intermediate',
      topic,
      asks: 'An intermediate authority is the anchor, without its root.',
    },
    { trust: TrustAnchors.pem(INTERMEDIATE) },
  ),
  oneWay(
    {
      name: 'ca-other-namespace',
      topic,
      asks: 'The roots stand in a ConfigMap of another namespace.',
      says: ['platform-roots'],
    },
    { trust: TrustAnchors.configMap('platform-roots', { namespace: 'platform' }) },
  ),
];
