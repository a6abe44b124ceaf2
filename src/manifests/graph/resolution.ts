import type { ObjectReference } from '../index-set';
import type { Manifest } from '../manifest';
import type { Production } from './production';

/**
 * What a reference comes to: a manifest of the set (`present`), an object that a controller makes because of one
 * (`produced`), or neither (`unresolved`): then it may exist in the cluster.
 */
export type Resolution =
  | {
      readonly state: 'present';
      readonly target: ObjectReference;
      readonly manifest: Manifest;
      /** Controllers that write to the object too, as cert-manager does into a Secret applied beforehand. */
      readonly productions: readonly Production[];
    }
  | { readonly state: 'produced'; readonly target: ObjectReference; readonly productions: readonly Production[] }
  | { readonly state: 'unresolved'; readonly target: ObjectReference };
