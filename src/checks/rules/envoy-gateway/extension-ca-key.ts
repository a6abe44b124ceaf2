import { hasKey } from '../../../manifests/graph/data-keys';
import {
  configurationsOf,
  type ExtensionManager,
  extensionManagersOf,
  extensionSecret,
} from '../../../manifests/graph/envoy-gateway-configuration';
import { fieldOf } from '../../../manifests/graph/json-fields';
import { SECRET } from '../../../manifests/graph/object-kinds';
import { formatReference, referenceTo } from '../../../manifests/graph/reference';
import type { ReferenceGraph } from '../../../manifests/graph/reference-graph';
import type { ObjectReference } from '../../../manifests/index-set';
import { formatKey, formatPath, isJsonObject, type Manifest } from '../../../manifests/manifest';
import { notApplicable, type Rule, type RuleFinding, resultOf } from '../../../manifests/rule';
import { readCertificates } from '../../../trust';
import type { CheckContext } from '../../check-context';
import { dataText } from '../_data-text';
import { placeOf } from './_configuration';

const FIX =
  "name a Secret with the CA's certificate under tls.crt: the Secret of the CA's own Certificate, or one that is filled with that key";

/** A root of an extension server that is named, and the Secret that is meant. */
interface NamedRoot {
  readonly manager: ExtensionManager;
  /** @default - several may be meant, or one outside the set */
  readonly secret?: ObjectReference;
}

/** The key of a server's certificate is where this one reader looks for roots. */
export const extensionCaKey: Rule<CheckContext> = {
  id: 'envoy-gateway/extension-ca-key',
  severity: 'error',
  title: 'Envoy Gateway takes the leaf of a Secret for the root of its extension server',
  why:
    'The roots of an extension server are read from tls.crt of certificateRef, not from ca.crt. In a Secret that cert-manager ' +
    'writes for a server tls.crt is the leaf: it is pinned, and the connection fails with the next renewal.',
  fix: 'Name a Secret that has the certificate of the CA under tls.crt.',
  check({ index, graph }) {
    const roots = configurationsOf(index)
      .flatMap(extensionManagersOf)
      .flatMap((manager) => namedRoot(graph, manager));
    if (roots.length === 0) {
      return notApplicable('no configuration of Envoy Gateway names the root of an extension server');
    }
    return resultOf(roots.flatMap((root) => problemsOf(graph, root)));
  },
};

function namedRoot(graph: ReferenceGraph, manager: ExtensionManager): readonly NamedRoot[] {
  const secret = extensionSecret(manager, 'certificateRef');
  if (secret === undefined || secret.namespace !== undefined) {
    return secret === undefined ? [] : [{ manager, secret }];
  }
  const [only, ...others] = candidatesFor(graph, secret.name);
  return [{ manager, secret: others.length > 0 ? undefined : only }];
}

function candidatesFor(graph: ReferenceGraph, name: string): readonly ObjectReference[] {
  const written = graph.named({ ...SECRET, name }).map(referenceTo);
  return written.length > 0 ? written : graph.productions.named({ ...SECRET, name }).map(({ target }) => target);
}

function problemsOf(graph: ReferenceGraph, root: NamedRoot): readonly RuleFinding[] {
  const { manager, secret } = root;
  const path = [...manager.path, 'service', 'tls', 'certificateRef'];
  const what = secret === undefined ? undefined : problemOf(graph, secret);
  return secret === undefined || what === undefined
    ? []
    : [
        {
          ...placeOf(manager.configuration, path),
          message: `${formatPath(path)}: ${formatReference(secret)} ${what}; Envoy Gateway takes the roots of an extension server from tls.crt`,
          fix: FIX,
        },
      ];
}

function problemOf(graph: ReferenceGraph, secret: ObjectReference): string | undefined {
  if (hasKey(graph.keysOf(secret), 'tls.crt') === 'no') {
    return 'has no tls.crt';
  }
  const certificates = graph.certificates.writtenTo(secret);
  const [leaf] = certificates;
  if (leaf !== undefined && certificates.every((certificate) => !isCa(certificate))) {
    return `is written for ${formatKey(leaf.key)}, which is no CA, so that its tls.crt is a leaf`;
  }
  const manifest = graph.index.find(secret);
  return manifest !== undefined && holdsLeavesOnly(manifest)
    ? 'has a certificate that is no CA under tls.crt'
    : undefined;
}

function isCa({ body }: Manifest): boolean {
  const spec = fieldOf(body, 'spec');
  return isJsonObject(spec) && spec.isCA === true;
}

/** A self-signed leaf is pinned on purpose. */
function holdsLeavesOnly(secret: Manifest): boolean {
  const text = dataText(secret, 'tls.crt')?.text;
  const certificates = text === undefined ? [] : readCertificates(text).certificates;
  return (
    certificates.length > 0 && certificates.every(({ certificate }) => !certificate.isCa && !certificate.selfSigned)
  );
}
