import type { ObjectReference } from '../index-set';
import type { Manifest } from '../manifest';
import type { DataKeys } from './data-keys';

/** A controller makes an object, or adds to one, because of another. */
export interface Production {
  /** What the controller reads: a Certificate, an ExternalSecret, a Bundle. */
  readonly by: Manifest;
  readonly target: ObjectReference;
  readonly keys: DataKeys;
  /** `false` where the controller writes only into an object that is there already. */
  readonly creates: boolean;
  /** `false` where the set does not tell whether the object is made in this namespace. */
  readonly certain: boolean;
}
