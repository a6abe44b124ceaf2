/** Rules that exist beside those of the catalog, and why. */
export const BEYOND_CATALOG: ReadonlyMap<string, string> = new Map([
  [
    'manifests/misread-scalar',
    'keys and numbers that YAML 1.1 changes without a word, which no rule of the catalog finds',
  ],
  ['manifests/empty-document', 'what kubectl passes over without a word, which no rule of the catalog finds'],
  ['license/store-contested', 'constructs refuse it within an app; two folders of YAML can still do it'],
  ['secrets/token-text', 'the leak guard covers tokens too, which are neither private keys nor licenses'],
  [
    'cert-manager/renewal-margin',
    'a renewal that one failed attempt lets come too late, by itself or by its windows, which no rule of the catalog finds',
  ],
  [
    'cert-manager/renewal-pickup',
    'what a gateway leaves to be done after a renewal; the catalog has it for Kong and a pair of sets only',
  ],
  [
    'cert-manager/renewed-secret-read-once',
    'what a pair of sets shows as rotation/never-reloads is there before the first renewal',
  ],
  ['references/manual-change', 'constructs report it; it is a rule so that it has documentation and a severity to set'],
  [
    'plugins/attached-twice',
    'two objects of one plugin on one route break the push, which no rule of the catalog finds',
  ],
  [
    'plugins/attached-as-pair',
    'a plugin of a consumer and of a Service is for both together, which no rule of the catalog finds',
  ],
  [
    'plugins/global-twice',
    'of two global objects of one plugin neither is applied, which no rule of the catalog finds',
  ],
  ['plugins/attached-nowhere', 'a plugin that nothing names does nothing, which no rule of the catalog finds'],
  [
    'plugins/field-without-effect',
    'fields that the CRD has and no release of today reads, which no rule of the catalog finds',
  ],
  ['plugins/reload-plugin', 'a remedy that is told around, with what it does and what does solve the problem'],
  ['plugins/reload-annotation', 'a remedy that is told around, with what it does and what does solve the problem'],
  ['plugins/reload-call', 'a remedy that is told around, with what it does and what does solve the problem'],
  [
    'kong/policy-overrides-annotation',
    'annotations that a policy on the same Service says otherwise, which no rule of the catalog finds',
  ],
  [
    'envoy-gateway/extension-fail-open',
    'a switch that gives up what an extension adds when its certificate is refused, which no rule of the catalog finds',
  ],
  [
    'envoy-gateway/extension-plaintext',
    'the hop to an extension server is one that this library secures, and no rule of the catalog finds it bare',
  ],
  ['gloo/end-of-life', 'a gateway that is not mended after a known day, which no rule of the catalog finds'],
]);
