import { type Matcher, oneOf, selector } from '../promql/selector';
import { groupBy } from './_group-by';

/**
 * Whether metrics of cert-manager keep their label `namespace`. Where Prometheus does not honor labels, that one is the
 * namespace of cert-manager itself, and the Certificate's is `exported_namespace`. Undefined stands for both.
 */
export type HonorLabels = boolean | undefined;

/** When the certificate of a Certificate ends, in Unix seconds; 0 before the first one. */
export const END = 'certmanager_certificate_expiration_timestamp_seconds';

/** Picks what is not ready, beside its value 1. */
export const NOT_READY: Matcher = { label: 'condition', operator: '!=', value: 'True' };

/** Series of cert-manager about objects of one namespace. */
export class CertManagerSeries {
  /** Of names in texts. */
  readonly prefix: string;
  /** The namespace of what the alert is about, whatever the series say: Alertmanager routes by it. */
  readonly labels?: Readonly<Record<string, string>>;

  constructor(
    private readonly namespace: string | undefined,
    private readonly honorLabels: HonorLabels,
  ) {
    this.prefix = namespace === undefined ? '' : `${namespace}/`;
    this.labels = namespace === undefined ? undefined : { namespace };
  }

  /**
   * @param comparison what holds each series against a number: time that is not set yet is exported as 0, and must not
   * count for the year 1970
   */
  of(metric: string, name: Matcher, comparison: string, ...further: readonly Matcher[]): string {
    const alternatives = this.namespaceMatchers().map(
      (matchers) => `${selector(metric, [...matchers, name, ...further])}${comparison}`,
    );
    return `(${alternatives.join(' or ')})`;
  }

  private namespaceMatchers(): readonly (readonly Matcher[])[] {
    const { namespace, honorLabels } = this;
    if (namespace === undefined) {
      return [[]];
    }
    const exported = [oneOf('exported_namespace', [namespace])];
    const own = oneOf('namespace', [namespace]);
    switch (honorLabels) {
      case true:
        return [[own]];
      case false:
        return [exported];
      default:
        return [exported, [oneOf('exported_namespace', ['']), own]];
    }
  }
}

/** Picks objects by their names. */
export function names(objects: readonly { readonly name: string }[]): Matcher {
  return oneOf(
    'name',
    objects.map(({ name }) => name),
  );
}

/** Objects that have a threshold in common, with it in whole seconds; the longest first. */
export function byThreshold<T>(
  objects: readonly T[],
  milliseconds: (object: T) => number,
): readonly (readonly [number, readonly T[]])[] {
  const groups = groupBy(objects, (object) => Math.floor(milliseconds(object) / 1_000));
  return groups.toSorted(([a], [b]) => b - a);
}
