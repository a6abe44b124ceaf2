import type { Duration } from 'cdk8s';
import { formatGoDuration } from '../checks/cert-manager/go-duration';
import type { JsonObject } from '../manifests/manifest';
import type { CertRotationProps } from './cert-rotation';
import { PrivateKeyAlgorithm, PrivateKeyEncoding, PrivateKeyRotationPolicy } from './certificate-key';
import { type CertificateKeystores, Pkcs12Profile, RenewalPolicy } from './certificate-options';
import { CertificateUsage } from './certificate-usage';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LEAF_DURATION = 30 * DAY;
const CA_DURATION = 365 * DAY;
const ROOT_DURATION = 10 * CA_DURATION;

const DEFAULT_SIZES: Readonly<Record<PrivateKeyAlgorithm, number | undefined>> = {
  [PrivateKeyAlgorithm.RSA]: 2048,
  [PrivateKeyAlgorithm.ECDSA]: 256,
  [PrivateKeyAlgorithm.ED25519]: undefined,
};

/** The `spec` of the Certificate, all but `secretTemplate`, which grows with its readers. */
export function certificateSpec(
  props: CertRotationProps,
  secretName: string,
  usages: readonly CertificateUsage[],
): JsonObject {
  const { name, kind, group } = props.issuer;
  return {
    secretName,
    issuerRef: { name, kind, group },
    commonName: props.commonName,
    subject: copy(props.subject),
    literalSubject: props.literalSubject,
    dnsNames: props.dnsNames,
    uris: props.uris,
    ipAddresses: props.ipAddresses,
    emailAddresses: props.emailAddresses,
    otherNames: props.otherNames?.map((otherName) => ({ ...otherName })),
    ...lifetime(props),
    isCA: props.isCa,
    usages: [...usages],
    encodeUsagesInRequest: props.encodeUsagesInRequest,
    privateKey: privateKey(props),
    signatureAlgorithm: props.signatureAlgorithm,
    additionalOutputFormats: props.additionalOutputFormats?.map((type) => ({ type })),
    keystores: keystores(props.keystores),
    nameConstraints: nameConstraints(props),
    revisionHistoryLimit: props.revisionHistoryLimit,
  };
}

/**
 * What the usages asked for imply: signatures in a handshake, and with RSA the key exchange of TLS 1.2. In the order of
 * the enum, each once, so that the order of the prop does not matter.
 */
export function impliedUsages(props: CertRotationProps): readonly CertificateUsage[] {
  const asked = new Set(props.usages);
  const isServer = asked.has(CertificateUsage.SERVER_AUTH);
  if (isServer || asked.has(CertificateUsage.CLIENT_AUTH)) {
    asked.add(CertificateUsage.DIGITAL_SIGNATURE);
  }
  if (isServer && props.privateKeyAlgorithm === PrivateKeyAlgorithm.RSA) {
    asked.add(CertificateUsage.KEY_ENCIPHERMENT);
  }
  if (props.isCa) {
    asked.add(CertificateUsage.CERT_SIGN);
  }
  return Object.values(CertificateUsage).filter((usage) => asked.has(usage));
}

function lifetime(props: CertRotationProps): JsonObject {
  const duration = props.duration?.toMilliseconds() ?? defaultDuration(props);
  return {
    duration: formatGoDuration(duration),
    renewBefore: renewBefore(props, duration),
    renewBeforePercentage: props.renewBeforePercentage,
    renewal: renewal(props),
  };
}

/** Each kind ends before the kind above it is renewed, a third of its lifetime before its own end. */
function defaultDuration({ isCa = false, issuer }: CertRotationProps): number {
  if (!isCa) {
    return LEAF_DURATION;
  }
  return issuer.isSelfSigned === true ? ROOT_DURATION : CA_DURATION;
}

function renewBefore(props: CertRotationProps, duration: number): string | undefined {
  if (props.renewBefore !== undefined) {
    return formatGoDuration(props.renewBefore.toMilliseconds());
  }
  const isElsewhere = props.renewBeforePercentage !== undefined || props.renewalPolicy === RenewalPolicy.DISABLED;
  return isElsewhere ? undefined : formatGoDuration(Math.floor(duration / 3 / MINUTE) * MINUTE);
}

/** The webhook refuses windows without a policy. */
function renewal(props: CertRotationProps): JsonObject | undefined {
  const { renewalPolicy, renewalWindows } = props;
  if (renewalPolicy === undefined && renewalWindows === undefined) {
    return undefined;
  }
  return {
    policy: renewalPolicy ?? RenewalPolicy.RENEW_BEFORE,
    windows: renewalWindows?.map(({ windowDuration, ...window }) => ({
      ...window,
      windowDuration: formatWindow(windowDuration),
    })),
  };
}

function formatWindow(duration: Duration): string {
  return formatGoDuration(duration.toMilliseconds());
}

function privateKey(props: CertRotationProps): JsonObject {
  const algorithm = props.privateKeyAlgorithm ?? PrivateKeyAlgorithm.ECDSA;
  return {
    algorithm,
    size: props.privateKeySize ?? DEFAULT_SIZES[algorithm],
    encoding: props.privateKeyEncoding ?? PrivateKeyEncoding.PKCS8,
    rotationPolicy:
      props.rotationPolicy ?? (props.isCa ? PrivateKeyRotationPolicy.NEVER : PrivateKeyRotationPolicy.ALWAYS),
  };
}

function keystores(stores: CertificateKeystores | undefined): JsonObject | undefined {
  if (stores === undefined) {
    return undefined;
  }
  const { jks, pkcs12 } = stores;
  return {
    jks: jks && { create: true, alias: jks.alias, passwordSecretRef: { ...jks.passwordSecretRef } },
    pkcs12: pkcs12 && {
      create: true,
      profile: pkcs12.profile ?? Pkcs12Profile.MODERN_2023,
      passwordSecretRef: { ...pkcs12.passwordSecretRef },
    },
  };
}

function nameConstraints({ nameConstraints: constraints }: CertRotationProps): JsonObject | undefined {
  return (
    constraints && {
      critical: constraints.critical,
      permitted: copy(constraints.permitted),
      excluded: copy(constraints.excluded),
    }
  );
}

function copy(value: object | undefined): JsonObject | undefined {
  return value === undefined ? undefined : { ...value };
}
