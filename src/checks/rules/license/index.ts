import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { expiring } from './expiring';
import { kongLicenseIgnored } from './konglicense-ignored';
import { rbacMissing } from './rbac-missing';
import { seedEncoding } from './seed-encoding';
import { storageInert } from './storage-inert';
import { storageUnreadable } from './storage-unreadable';
import { storeContested } from './store-contested';

/** Rules about the license of Kong Gateway. */
export const LICENSE_RULES: readonly Rule<CheckContext>[] = [
  storageUnreadable,
  seedEncoding,
  storageInert,
  rbacMissing,
  storeContested,
  kongLicenseIgnored,
  expiring,
];
