import type { EffectiveServiceTls } from '../gateways/kong/effective-service-tls';
import type { EffectiveSetting, SettingOrigin } from '../gateways/kong/effective-setting';
import { contradictionsOf } from '../gateways/kong/service-contradictions';
import type { Reference } from '../manifests/graph/reference';
import { formatKey, formatPath, type Manifest, type Source } from '../manifests/manifest';
import { printable } from '../manifests/printable';
import { textTable } from './table';

/** How the TLS of a Service can be written. */
export type ServiceTlsFormat = 'text' | 'json';

/** The TLS of a Service as a controller puts it together, with where each setting comes from. */
export function formatServiceTls(effective: EffectiveServiceTls, controller: string, format: ServiceTlsFormat): string {
  return format === 'json'
    ? `${JSON.stringify(recordOf(effective, controller), undefined, 2)}\n`
    : textOf(effective, controller);
}

/** What it comes to, in one line. */
function effectOf({ protocol, tlsVerify, authorities, clientCertificate }: EffectiveServiceTls): string {
  const name = protocol?.value ?? 'http';
  if (!['https', 'tls', 'grpcs', 'wss'].includes(name)) {
    return `plaintext (${name})`;
  }
  return `TLS, ${verification(tlsVerify, authorities.length)}, ${clientCertificate === undefined ? 'without client certificate' : 'with client certificate'}`;
}

function verification(tlsVerify: EffectiveSetting | undefined, authorities: number): string {
  switch (tlsVerify?.value) {
    case 'true':
      return authorities === 0
        ? 'server verified against the global trust store of Kong Gateway'
        : `server verified against ${authorities} ${authorities === 1 ? 'authority' : 'authorities'}`;
    case 'false':
      return 'server not verified (Kong Gateway from 3.14 on refuses that)';
    default:
      return 'server verified as Kong Gateway does by default: not before 3.14, from then on against its global trust store';
  }
}

function textOf(effective: EffectiveServiceTls, controller: string): string {
  const { policies, routes, assumptions } = effective;
  const contradictions = contradictionsOf(effective);
  const sections = [
    `${formatKey(effective.service.key)} as ${controller} puts it together\n${effectOf(effective)}`,
    textTable(settingRows(effective)),
    ...section(
      'policies',
      policies.map(({ policy, state, reason }) => `${objectText(policy)}: ${reason ?? state}`),
    ),
    ...section(
      'server name by route',
      routes.map(({ route, name }) => `${objectText(route)}: ${NAMES[name]}`),
    ),
    ...section(
      'contradictions',
      contradictions.map(({ rule, origin, message, fix }) => `${originText(origin)}: ${message}; ${fix} (${rule})`),
    ),
    ...section('taken for granted', assumptions),
  ];
  return `${sections.map((text) => text.split('\n').map(printable).join('\n')).join('\n\n')}\n`;
}

const NAMES = {
  'host-header': 'the host header above',
  'client-host': "the client's Host header",
  'upstream-name': 'a name inside Kong Gateway',
  unknown: 'depends on the router of Kong Gateway',
} as const;

function settingRows(effective: EffectiveServiceTls): readonly (readonly string[])[] {
  const { protocol, hostHeader, tlsVerify, tlsVerifyDepth, clientCertificate, authorities } = effective;
  return [
    settingRow('protocol', protocol, 'http'),
    settingRow('host header', hostHeader, 'not set'),
    settingRow('tls-verify', tlsVerify, 'not set'),
    settingRow('tls-verify-depth', tlsVerifyDepth, 'not set'),
    ...(authorities.length === 0
      ? [['authority', 'none', '']]
      : authorities.map((one) => referenceRow('authority', one))),
    clientCertificate === undefined
      ? ['client certificate', 'none', '']
      : referenceRow('client certificate', clientCertificate),
  ];
}

function settingRow(label: string, setting: EffectiveSetting | undefined, otherwise: string): readonly string[] {
  if (setting === undefined) {
    return [label, otherwise, ''];
  }
  const { value, origin, replaced } = setting;
  const instead =
    replaced === undefined
      ? ''
      : `, in place of ${JSON.stringify(replaced.value)} of ${formatKey(replaced.origin.manifest.key)}`;
  return [label, value, `${originText(origin)}${instead}`];
}

function referenceRow(label: string, { to, from, path }: Reference): readonly string[] {
  return [label, `${to.kind} ${to.name}`, originText({ manifest: from, path })];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];
}

function originText({ manifest, path }: SettingOrigin): string {
  return `${formatKey(manifest.key)} ${formatPath(path)}${lineText(manifest.locate?.(path) ?? manifest.source)}`;
}

function objectText({ key, source }: Manifest): string {
  return `${formatKey(key)}${lineText(source)}`;
}

function lineText(source: Source | undefined): string {
  return source === undefined ? '' : ` (${source.file}:${source.line})`;
}

function recordOf(effective: EffectiveServiceTls, controller: string): object {
  const { service, protocol, hostHeader, tlsVerify, tlsVerifyDepth, clientCertificate, authorities } = effective;
  return {
    service: service.key,
    controller,
    effect: effectOf(effective),
    settings: {
      protocol: settingRecord(protocol),
      hostHeader: settingRecord(hostHeader),
      tlsVerify: settingRecord(tlsVerify),
      tlsVerifyDepth: settingRecord(tlsVerifyDepth),
      authorities: authorities.map(referenceRecord),
      clientCertificate: clientCertificate === undefined ? null : referenceRecord(clientCertificate),
    },
    policies: effective.policies.map(({ policy, state, reason }) => ({ object: policy.key, state, reason })),
    routes: effective.routes.map(({ route, name }) => ({ object: route.key, serverName: name })),
    contradictions: contradictionsOf(effective).map(({ rule, origin, message, fix }) => ({
      rule,
      ...originRecord(origin),
      message,
      fix,
    })),
    assumptions: effective.assumptions,
  };
}

function settingRecord(setting: EffectiveSetting | undefined): object | null {
  if (setting === undefined) {
    return null;
  }
  const { value, origin, replaced } = setting;
  return {
    value,
    from: originRecord(origin),
    ...(replaced === undefined ? {} : { replaced: { value: replaced.value, from: originRecord(replaced.origin) } }),
  };
}

function referenceRecord({ to, from, path }: Reference): object {
  return { kind: to.kind, name: to.name, from: originRecord({ manifest: from, path }) };
}

function originRecord({ manifest, path }: SettingOrigin): object {
  return { object: manifest.key, path: formatPath(path), source: manifest.locate?.(path) ?? manifest.source };
}
