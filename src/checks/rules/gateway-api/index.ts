import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { btpNotRead } from './btp-not-read';
import { caBundleRefused } from './ca-bundle-refused';
import { caKindNotRead } from './ca-kind-not-read';
import { capabilityUnknown } from './capability-unknown';
import { ccrNotHonoured } from './ccr-not-honoured';
import { ccrWithoutPolicy } from './ccr-without-policy';
import { conflictingPolicies } from './conflicting-policies';
import { fieldTooNew } from './field-too-new';
import { groupCore } from './group-core';
import { hostnameNotAuthenticated } from './hostname-not-authenticated';
import { mixedPortPolicies } from './mixed-port-policies';
import { nameUnusable } from './name-unusable';
import { noPolicyOnTlsPort } from './no-policy-on-tls-port';
import { optionsNoEffect } from './options-no-effect';
import { routeKindNotCovered } from './route-kind-not-covered';
import { sanNotHonoured } from './san-not-honoured';
import { sectionNotHonoured } from './section-not-honoured';
import { severalTargets } from './several-targets';
import { skipVerify } from './skip-verify';
import { systemCaUnusable } from './system-ca-unusable';
import { tooManyCaRefs } from './too-many-ca-refs';
import { udpTarget } from './udp-target';
import { vendorTlsOverlap } from './vendor-tls-overlap';
import { versionNotServed } from './version-not-served';

/** Rules about the Gateway API's own kinds, and about what gateways make of them. */
export const GATEWAY_API_RULES: readonly Rule<CheckContext>[] = [
  versionNotServed,
  fieldTooNew,
  btpNotRead,
  nameUnusable,
  groupCore,
  severalTargets,
  conflictingPolicies,
  mixedPortPolicies,
  vendorTlsOverlap,
  udpTarget,
  hostnameNotAuthenticated,
  optionsNoEffect,
  noPolicyOnTlsPort,
  skipVerify,
  ccrWithoutPolicy,
  ccrNotHonoured,
  sanNotHonoured,
  systemCaUnusable,
  caKindNotRead,
  tooManyCaRefs,
  caBundleRefused,
  sectionNotHonoured,
  routeKindNotCovered,
];

/** The rule that says what the others needed to know and nobody does. It has to be asked after all others. */
export const RULES_ASKED_LAST: readonly Rule<CheckContext>[] = [capabilityUnknown];
