import { annotationOf } from '../../../manifests/graph/json-fields';
import type { Manifest } from '../../../manifests/manifest';
import type { CheckContext } from '../../check-context';
import { describeGateway } from '../_vendor-capability';
import { KONG_CONTROLLERS } from '../kong/_kong';

/** What solves what the remedies are meant for. */
export const RENEWAL_FIX =
  'remove it; let CertRotation renew the Secret in place with enough renewBefore, and name the Secret by UpstreamMtls (konghq.com/client-cert)';

/** What the controllers do with a renewed Secret by themselves, at the versions that are stated. */
export function renewalOf({ gateways, questions }: CheckContext): string {
  const stated = gateways
    .filter(({ name }) => KONG_CONTROLLERS.includes(name))
    .flatMap(({ name }) => questions.gateway(name) ?? []);
  const title = stated.length === 0 ? 'the controller' : stated.map(describeGateway).join(' and ');
  const pooled = stated.every((gateway) => questions.ask(gateway, 'reload') === 'hot-but-pooled');
  return (
    `${title} sends a renewed Secret to Kong Gateway within seconds, without it` +
    (stated.length > 0 && pooled
      ? '; only pooled connections keep the old certificate, until 60 idle seconds or 10000 requests, and it does not close them'
      : '')
  );
}

/** The Kong Gateway that a remedy is for, as our constructs write it on its object: `3.14 off`. */
export interface StatedKongGateway {
  readonly version: string;
  readonly database: 'off' | 'postgres';
}

const KONG_GATEWAY = 'upstream-tls.dev/kong-gateway';
const STATED = /^(\d{1,3}\.\d{1,3}[0-9A-Za-z.+-]{0,40}) (off|postgres)$/;

/** What an object says of the Kong Gateway that it is for; undefined where it says nothing. */
export function kongGatewayOf(manifest: Manifest): StatedKongGateway | undefined {
  const [, version, database] = STATED.exec(annotationOf(manifest, KONG_GATEWAY) ?? '') ?? [];
  return version === undefined || (database !== 'off' && database !== 'postgres') ? undefined : { version, database };
}
