import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { JsonObject } from '../manifests/manifest';
import { createObject } from './_create-object';

const RBAC = 'rbac.authorization.k8s.io';

/** Labels and annotations of a Role and its binding. */
export interface GrantMetadata extends Pick<ApiObjectMetadata, 'annotations' | 'labels'> {
  readonly namespace: string;
  /** Further annotations of the Role. */
  readonly roleAnnotations?: Readonly<Record<string, string>>;
}

/** A Role of one rule and its binding, under the ids `<prefix>Role` and `<prefix>RoleBinding`. */
export function grant(
  scope: Construct,
  prefix: string,
  rule: JsonObject,
  subject: JsonObject,
  { roleAnnotations = {}, ...metadata }: GrantMetadata,
): void {
  const annotations = { ...metadata.annotations, ...roleAnnotations };
  const role = createObject(scope, `${prefix}Role`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata: { ...metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    rules: [rule],
  });
  createObject(scope, `${prefix}RoleBinding`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { ...metadata },
    roleRef: { apiGroup: RBAC, kind: 'Role', name: role.name },
    subjects: [subject],
  });
}
