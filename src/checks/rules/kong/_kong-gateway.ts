import semver from 'semver';
import { fieldAt, itemsOf, textOf } from '../../../manifests/graph/json-fields';
import type { ManifestIndex } from '../../../manifests/index-set';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { type Container, containersOf, environmentOf, imageName, imageTag } from '../_containers';

/** What differs between releases of Kong Gateway, the proxy that the controllers configure. */
interface KongGatewayFacts {
  /** Whether a Service that does not say so is verified, and one that says no is refused. */
  readonly verifiesByDefault: boolean;
  /** How many intermediates a chain may have where a Service does not say so. */
  readonly verifyDepth: number;
}

interface FactRow<Fact extends keyof KongGatewayFacts> {
  /** Range of versions in the form of `comparable`. */
  readonly versions: string;
  readonly value: KongGatewayFacts[Fact];
  readonly evidence: string;
}

type FactTable = { readonly [Fact in keyof KongGatewayFacts]: readonly FactRow<Fact>[] };

/** The releases with the deeper default, each of four numbers: `3.10.0.15`. */
const DEPTH_5_SINCE = ['3.10.0.15', '3.12.0.9', '3.13.0.7', '3.14.0.7', '3.15.0.1'];
const DEPTH_CHANGE = 'changelogs of 3.10.0.15, 3.12.0.9, 3.13.0.7, 3.14.0.7 and 3.15.0.1';

/** What the facts do not cover is unknown. */
const FACTS: FactTable = {
  verifiesByDefault: [
    { versions: '>=3.0.0 <3.14.0', value: false, evidence: 'tls_certificate_verify came with 3.13 and is off there' },
    { versions: '>=3.14.0 <3.16.0', value: true, evidence: 'changelog of 3.14.0.0: tls_certificate_verify is on' },
  ],
  verifyDepth: [
    ...DEPTH_5_SINCE.map((release) => {
      const first = comparable(release) ?? '0.0.0';
      return { versions: `>=${first} <${semver.inc(first, 'minor')}`, value: 5, evidence: DEPTH_CHANGE };
    }),
    ...DEPTH_5_SINCE.map((release) => {
      const first = comparable(release) ?? '0.0.0';
      return { versions: `>=${minorOf(first)} <${first}`, value: 1, evidence: DEPTH_CHANGE };
    }),
    { versions: '>=3.0.0 <3.10.0', value: 1, evidence: DEPTH_CHANGE },
    { versions: '>=3.11.0 <3.12.0', value: 1, evidence: DEPTH_CHANGE },
  ],
};

const IMAGES = new Set(['kong', 'kong-gateway']);

/** Kinds of Kong Operator that state the pods of Kong Gateway, and where. */
const POD_TEMPLATES: readonly (readonly [kind: string, path: FieldPath])[] = [
  ['DataPlane', ['spec', 'deployment', 'podTemplateSpec', 'spec', 'containers']],
  ['GatewayConfiguration', ['spec', 'dataPlaneOptions', 'deployment', 'podTemplateSpec', 'spec', 'containers']],
];

/** A Kong Gateway of the set whose version its image tells. */
export interface KongGateway {
  /** As the tag has it: `3.14.0.2`. */
  readonly version: string;
  readonly container: Container;
}

/** Why nothing is said of what depends on the version of Kong Gateway. */
export const NO_KONG_GATEWAY = 'no workload of the set runs Kong Gateway in a version that its image tag tells';

/** The Kong Gateways of the set, by the images of workloads and of Kong Operator's kinds. */
export function kongGatewaysOf(index: ManifestIndex): readonly KongGateway[] {
  const operated = POD_TEMPLATES.flatMap(([kind, path]) =>
    index.ofKind('gateway-operator.konghq.com', kind).flatMap((manifest) => containersAt(manifest, path)),
  );
  return [...containersOf(index), ...operated]
    .filter((container) => IMAGES.has(imageName(container)))
    .flatMap((container) => {
      const version = imageTag(container) ?? '';
      return comparable(version) === undefined ? [] : [{ version, container }];
    });
}

/** What all Kong Gateways of the set have in common; undefined where they differ or it is not known. */
export function commonFact<Fact extends keyof KongGatewayFacts>(
  gateways: readonly KongGateway[],
  fact: Fact,
): KongGatewayFacts[Fact] | undefined {
  const values = gateways.map((gateway) => factOf(gateway, fact));
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

function factOf<Fact extends keyof KongGatewayFacts>(
  { version, container }: KongGateway,
  fact: Fact,
): KongGatewayFacts[Fact] | undefined {
  // What the operator of the gateway sets takes the place of the default, whatever it is.
  const isSet = ['KONG_TLS_CERTIFICATE_VERIFY', 'KONG_NGINX_PROXY_PROXY_SSL_VERIFY_DEPTH'].some(
    (name) => environmentOf(container, name) !== undefined,
  );
  const release = comparable(version);
  const rows: readonly FactRow<Fact>[] = FACTS[fact];
  return isSet || release === undefined
    ? undefined
    : rows.find((row) => semver.satisfies(release, row.versions))?.value;
}

/** Releases have four numbers, the open source ones three; semantic versions have three. */
function comparable(version: string): string | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:-(?:alpine|debian|ubuntu|rhel))?$/.exec(
    version,
  );
  if (match === null) {
    return undefined;
  }
  const [, major, minor, patch = '0', build = '0'] = match;
  return `${major}.${minor}.${Number(patch) * 1000 + Number(build)}`;
}

function minorOf(version: string): string {
  return `${semver.major(version)}.${semver.minor(version)}.0`;
}

function containersAt(workload: Manifest, path: FieldPath): readonly Container[] {
  return itemsOf(fieldAt(workload.body, ...path.map(String))).map((body, position) => ({
    workload,
    path: [...path, position],
    image: textOf(body, 'image') ?? '',
    body,
  }));
}
