import type { Rule } from '../../../manifests/rule';
import type { CheckContext } from '../../check-context';
import { chainBroken } from './chain-broken';
import { ekuMismatch } from './eku-mismatch';
import { expired } from './expired';
import { expiresSoon } from './expires-soon';
import { hostnameNotCovered } from './hostname-not-covered';
import { intermediateAsAnchor } from './intermediate-as-anchor';
import { keyMismatch } from './key-mismatch';
import { leafOutlivesCa } from './leaf-outlives-ca';
import { notACa } from './not-a-ca';
import { pathTooLong } from './path-too-long';
import { pemLostBlock } from './pem-lost-block';
import { pemMalformed } from './pem-malformed';
import { sameDnCas } from './same-dn-cas';
import { weakKey } from './weak-key';

/** Rules about certificates, keys and roots. */
export const TRUST_RULES: readonly Rule<CheckContext>[] = [
  notACa,
  expired,
  expiresSoon,
  leafOutlivesCa,
  pathTooLong,
  ekuMismatch,
  hostnameNotCovered,
  keyMismatch,
  weakKey,
  chainBroken,
  pemLostBlock,
  pemMalformed,
  sameDnCas,
  intermediateAsAnchor,
];
