import type { ReferenceGraph } from '../manifests/graph/reference-graph';
import type { Manifest, ManifestSet } from '../manifests/manifest';
import type { RuleContext } from '../manifests/rule';
import type { Crl } from '../trust';
import type { CapabilityQuestions } from './capability-questions';
import type { SchemaReport } from './schema/check-schemas';

/** What the common rules may look at, beyond what every rule may. */
export interface CheckContext extends RuleContext {
  /** What the walk of all objects against their schemas found; it runs once, however many rules ask. */
  readonly schemaReport: SchemaReport;
  /** Who refers to whom in the set; built piece by piece, as rules ask. */
  readonly graph: ReferenceGraph;
  /** What rules ask of the capability tables; it keeps what had no answer. */
  readonly questions: CapabilityQuestions;
  /**
   * CRDs that the user gave.
   * @default - only our own contracts
   */
  readonly crds?: ManifestSet;
  /**
   * Certificate revocation lists that the user gave.
   * @default - revocation is not judged
   */
  readonly crls?: readonly Crl[];
  /** Ids of all rules that can be suppressed, and of those that cannot. */
  readonly ruleIds: ReadonlySet<string>;
  /**
   * The file that an object is written to, where each file is meant to hold one object.
   * @default - files hold many objects, so none can overwrite another
   */
  readonly fileOf?: (manifest: Manifest) => string;
}
