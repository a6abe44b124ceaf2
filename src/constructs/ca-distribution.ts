import { Refusal } from '../gateways/refusal';
import type { JsonObject } from '../manifests/manifest';
import { requireObjectName } from './_object-name';
import type { CaRotationPhase } from './ca-rotation-phase';

/** Where a trust-manager Bundle writes the roots. */
export interface CaBundleOptions {
  /** Name of the Bundle, and with it of the ConfigMap that it writes into each namespace. */
  readonly name: string;
  /**
   * Namespaces to write to. This or `namespaceLabels`.
   * @default - those of `namespaceLabels`
   */
  readonly namespaces?: readonly string[];
  /**
   * Labels of the namespaces to write to. This or `namespaces`.
   * @default - those of `namespaces`
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /**
   * Namespaces that go first, by a Bundle of their own, `<name>-canary`; they need not be among the others.
   * @default - none
   */
  readonly canaryNamespaces?: readonly string[];
  /**
   * The phase of those: that of the rotation, or the next one, a commit ahead of the rest.
   * @default - that of the rotation; the order within one sync then lets them go first
   */
  readonly canaryPhase?: CaRotationPhase;
  /**
   * Key of the ConfigMap. Gateways read `ca.crt`.
   * @default 'ca.crt'
   */
  readonly key?: string;
}

/** How the roots come to those who verify. */
export class CaDistribution {
  /**
   * Each policy has them written in the shape that its gateway reads: one ConfigMap with all, or one for each. This is
   * what Kong needs, which cannot read the target of a Bundle.
   */
  static static(): CaDistribution {
    return new CaDistribution();
  }

  /**
   * A trust-manager Bundle that holds the roots itself. It names no other object: one that is changed or missing would
   * take a root away, and would not count as a new generation that one can wait for.
   *
   * @throws Refusal if a name is none, or it is not said which namespaces are meant
   * @see https://cert-manager.io/docs/trust/trust-manager/
   */
  static bundle(options: CaBundleOptions): CaDistribution {
    const { namespaces = [], canaryNamespaces = [], namespaceLabels } = options;
    requireObjectName('Bundle', options.name);
    for (const namespace of [...namespaces, ...canaryNamespaces]) {
      requireObjectName('Namespace', namespace);
    }
    if (mainNamespaces(options).length > 0 === (namespaceLabels !== undefined)) {
      throw new Refusal({
        rule: 'trust-manager/namespace-not-selected',
        message: `Bundle ${options.name} is given ${namespaceLabels === undefined ? 'neither namespaces beside canaryNamespaces nor namespaceLabels' : 'both namespaces and namespaceLabels'}; one of the two is allowed`,
        fix: 'name the namespaces of the backends, or a label of theirs',
      });
    }
    if (options.canaryPhase !== undefined && canaryNamespaces.length === 0) {
      throw new Refusal({
        rule: 'schema/invalid-value',
        message: `canaryPhase ${options.canaryPhase} is given without canaryNamespaces`,
        fix: 'name the namespaces that go first',
      });
    }
    return new CaDistribution(options);
  }

  private constructor(
    /** @internal */
    readonly options?: CaBundleOptions,
  ) {}
}

/** The namespaces of one Bundle, as trust-manager selects them. */
export function namespaceSelector(options: CaBundleOptions, canary: boolean): JsonObject {
  const { canaryNamespaces = [], namespaceLabels } = options;
  if (canary) {
    return { matchExpressions: [named('In', canaryNamespaces)] };
  }
  if (namespaceLabels === undefined) {
    return { matchExpressions: [named('In', mainNamespaces(options))] };
  }
  return {
    matchLabels: { ...namespaceLabels },
    ...(canaryNamespaces.length === 0 ? {} : { matchExpressions: [named('NotIn', canaryNamespaces)] }),
  };
}

function mainNamespaces({ namespaces = [], canaryNamespaces = [] }: CaBundleOptions): readonly string[] {
  return namespaces.filter((namespace) => !canaryNamespaces.includes(namespace));
}

/** Kubernetes itself puts the name of each namespace on it as a label. */
function named(operator: 'In' | 'NotIn', names: readonly string[]): JsonObject {
  return { key: 'kubernetes.io/metadata.name', operator, values: [...new Set(names)].sort() };
}
