import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Certificate } from '../trust';
import { createObject } from './_create-object';
import { type CaBundleOptions, namespaceSelector } from './ca-distribution';

/** Makes a trust-manager Bundle that holds the roots itself, each as a source of its own. */
export function createBundle(
  scope: Construct,
  options: CaBundleOptions,
  roots: readonly Certificate[],
  canary: boolean,
): ApiObject {
  const bundle = createObject(scope, canary ? 'CanaryBundle' : 'Bundle', {
    apiVersion: 'trust.cert-manager.io/v1alpha1',
    kind: 'Bundle',
    metadata: { name: canary ? `${options.name}-canary` : options.name },
    spec: {
      sources: roots.map(({ pem }) => ({ inLine: pem })),
      target: {
        configMap: { key: options.key ?? 'ca.crt' },
        // Without one trust-manager writes to every namespace.
        namespaceSelector: namespaceSelector(options, canary),
      },
    },
  });
  if (bundle.metadata.namespace !== undefined) {
    // cdk8s puts the namespace of the chart on each object; this kind has none.
    bundle.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
  return bundle;
}
