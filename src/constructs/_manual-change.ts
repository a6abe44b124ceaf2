import type { IConstruct } from 'constructs';
import type { PatchTarget } from '../gateways/rendering';
import type { Finding } from '../manifests/finding';
import { formatReference } from '../manifests/graph/reference';
import type { Manifest } from '../manifests/manifest';

/** A change that somebody must make to an object which was not handed over. */
export interface ManualChange {
  readonly target: PatchTarget;
  /** The object as the app writes it; undefined where it is not in the app. */
  readonly manifest: Manifest | undefined;
  /** In one clause: what goes wrong without it. */
  readonly reason: string;
  /** What to do, by the object's name in messages. */
  readonly fix: (subject: string) => string;
}

/** The warning by which a construct asks for a change. */
export function manualChange(scope: IConstruct, { target, manifest, reason, fix }: ManualChange): Finding {
  const subject = formatReference(target);
  const where = manifest === undefined ? 'is not in this app' : 'was not handed to this construct';
  return {
    rule: 'references/manual-change',
    severity: 'warning',
    path: '',
    constructPath: scope.node.path,
    message: `${subject} ${where} and needs a change: ${reason}`,
    fix: fix(subject),
  };
}
