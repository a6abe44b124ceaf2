import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { JsonObject } from '../manifests/manifest';

/** A manifest, whole but for a name that cdk8s is to make up. */
export type NewObject = JsonObject & { readonly apiVersion: string; readonly kind: string };

export function createObject(scope: Construct, id: string, manifest: NewObject): ApiObject {
  return new ApiObject(scope, id, manifest);
}
