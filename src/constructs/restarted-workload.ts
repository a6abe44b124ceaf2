import { ApiObject, type ApiObjectMetadataDefinition } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Refusal } from '../gateways/refusal';
import type { PatchTarget } from '../gateways/rendering';
import { addToList, findUnlisted, type ListAnnotation } from './_list-annotation';
import { requireObjectName } from './_object-name';
import type { UpstreamTls } from './upstream-tls';

/** Kinds of workload that read a Secret. */
export enum WorkloadKind {
  DEPLOYMENT = 'Deployment',
  STATEFUL_SET = 'StatefulSet',
  DAEMON_SET = 'DaemonSet',
}

/** Which workload that is not in the app is meant. */
export interface NamedWorkloadOptions {
  /** @default WorkloadKind.DEPLOYMENT */
  readonly kind?: WorkloadKind;
  /** @default - the namespace of the Secret, the only one that its pods can mount it in */
  readonly namespace?: string;
}

const RELOAD_ANNOTATION = 'secret.reloader.stakater.com/reload';

/**
 * A workload that reads a certificate when its pods start, and so must be restarted when the certificate is renewed:
 * one that keeps the file it read, mounts it by `subPath`, or takes it from environment variables.
 */
export class RestartedWorkload {
  /**
   * A workload of the app that Stakater Reloader restarts: a Deployment, StatefulSet or DaemonSet of cdk8s-plus, or an
   * ApiObject. Reloader itself must run in the cluster.
   *
   * @throws Refusal if the construct is no such workload
   * @see https://github.com/stakater/Reloader
   */
  static byReloader(workload: IConstruct): RestartedWorkload {
    const object = ApiObject.of(workload);
    const kind = Object.values(WorkloadKind).find((known) => known === object.kind);
    if (kind === undefined || object.apiGroup !== 'apps') {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `${object.apiVersion} ${object.kind} "${object.name}" is no workload that is restarted; ${Object.values(WorkloadKind).join(', ')} are allowed`,
        fix: 'give the workload that reads the Secret',
      });
    }
    const { name, metadata } = object;
    return new RestartedWorkload(kind, name, metadata.namespace, metadata);
  }

  /**
   * A workload that is not in the app and that Stakater Reloader is to restart. What it must carry is told as a finding.
   *
   * @throws Refusal if the name is no name of a workload
   */
  static byReloaderName(name: string, options: NamedWorkloadOptions = {}): RestartedWorkload {
    const { kind = WorkloadKind.DEPLOYMENT, namespace } = options;
    requireObjectName(kind, name);
    return new RestartedWorkload(kind, name, namespace);
  }

  private constructor(
    private readonly kind: WorkloadKind,
    private readonly name: string,
    private readonly namespace: string | undefined,
    private readonly metadata?: ApiObjectMetadataDefinition,
  ) {}

  /**
   * Has the workload restarted when a Secret changes.
   * @throws Refusal if its pods cannot mount the Secret
   * @internal
   */
  restartFor(scope: IConstruct, checks: UpstreamTls, secret: string, namespace: string | undefined): void {
    const target = this.targetIn(secret, namespace);
    const annotation: ListAnnotation = {
      key: RELOAD_ANNOTATION,
      items: [secret],
      reason: `without this annotation its pods keep the certificate of Secret ${secret} that they started with`,
    };
    if (this.metadata === undefined) {
      checks.addFindings((manifests) => findUnlisted(scope, target, annotation, manifests));
    } else {
      addToList(this.metadata, annotation);
    }
  }

  private targetIn(secret: string, secretNamespace: string | undefined): PatchTarget {
    const { kind, name } = this;
    const namespace = this.namespace ?? secretNamespace;
    if (namespace !== secretNamespace && secretNamespace !== undefined) {
      throw new Refusal({
        rule: 'references/missing-object',
        message: `${kind} ${namespace}/${name} cannot mount Secret ${secretNamespace}/${secret}: pods mount Secrets of their own namespace only`,
        fix: `put the CertRotation into namespace ${namespace}`,
      });
    }
    return { group: 'apps', kind, name, ...(namespace === undefined ? {} : { namespace }) };
  }
}
