import { readFileSync } from 'node:fs';
import type { ApiObjectMetadataDefinition } from 'cdk8s';
import type { CaReference, TrustIntent } from '../gateways/intent';
import { Refusal } from '../gateways/refusal';
import { type Certificate, PemError, type PemProblemEffect, parseCertificates } from '../trust';

/** An object by name, or the shape of one in cdk8s-plus: `ConfigMap`, `Secret`. */
export interface INamedObject {
  readonly name: string;
  readonly metadata?: ApiObjectMetadataDefinition | { readonly namespace?: string };
}

/** Where an object stands that is not in the app. */
export interface TrustObjectOptions {
  /** @default - the namespace of the backend, the only one that gateways read */
  readonly namespace?: string;
}

/** The roots that a verifier accepts. */
export class TrustAnchors {
  /**
   * Certificates known at synthesis, one or more, as PEM text. They are written in the shape that the gateway reads.
   *
   * @throws Refusal if the text is not PEM, lost a block, holds a private key or a certificate that may not issue
   */
  static pem(text: string): TrustAnchors {
    const certificates = readCas(text);
    return new TrustAnchors({ certificates, references: [], system: false });
  }

  /**
   * A PEM file with one or more certificates, read at synthesis.
   *
   * @param path as `readFileSync` takes it: a relative one counts from the folder that synthesis runs in
   * @throws Refusal as `pem` does, with the path; Error if the file cannot be read
   */
  static pemFile(path: string): TrustAnchors {
    const text = readFileSync(path, 'utf8');
    return new TrustAnchors({ certificates: readCas(text, path), references: [], system: false });
  }

  /** A ConfigMap with the certificates under `ca.crt`. */
  static configMap(configMap: string | INamedObject, options: TrustObjectOptions = {}): TrustAnchors {
    return TrustAnchors.reference('ConfigMap', configMap, options);
  }

  /** A Secret with the certificates under `ca.crt`; not every gateway reads one. */
  static secret(secret: string | INamedObject, options: TrustObjectOptions = {}): TrustAnchors {
    return TrustAnchors.reference('Secret', secret, options);
  }

  /**
   * The ConfigMap that a trust-manager Bundle writes into the backend's namespace. The Bundle must select that
   * namespace and write to the key `ca.crt`.
   */
  static bundle(bundle: string | INamedObject): TrustAnchors {
    return TrustAnchors.referring({ kind: 'ConfigMap', name: nameOf(bundle), source: 'Bundle' }, bundle);
  }

  /** A ClusterTrustBundle of the cluster; few gateways read one. */
  static clusterTrustBundle(name: string): TrustAnchors {
    return TrustAnchors.referring({ kind: 'ClusterTrustBundle', name }, name);
  }

  /** The roots that the gateway's image ships: any public authority may then vouch for the backend. */
  static system(): TrustAnchors {
    return new TrustAnchors({ certificates: [], references: [], system: true });
  }

  /**
   * All of several, as in the overlap of a rotation.
   * @throws Refusal if the system's roots are mixed with others: no policy can say that
   */
  static anyOf(...anchors: readonly TrustAnchors[]): TrustAnchors {
    const intents = anchors.map((anchor) => anchor.intent);
    const merged = {
      certificates: intents.flatMap((intent) => intent.certificates),
      references: intents.flatMap((intent) => intent.references),
      system: intents.some((intent) => intent.system),
    };
    if (merged.system && intents.some((intent) => !intent.system)) {
      throw new Refusal({
        rule: 'schema/rule-violated',
        message: 'the system roots and other roots are both given; a policy takes one or the other',
        fix: 'give the other roots alone, or the system roots alone',
      });
    }
    return new TrustAnchors(merged, new Map(anchors.flatMap(({ metadata }) => [...metadata])));
  }

  private static reference(
    kind: CaReference['kind'],
    object: string | INamedObject,
    options: TrustObjectOptions,
  ): TrustAnchors {
    const namespace = options.namespace ?? (typeof object === 'string' ? undefined : object.metadata?.namespace);
    return TrustAnchors.referring({ kind, name: nameOf(object), namespace }, object);
  }

  private static referring(reference: CaReference, object: string | INamedObject): TrustAnchors {
    const metadata = typeof object === 'string' ? undefined : object.metadata;
    return new TrustAnchors(
      { certificates: [], references: [reference], system: false },
      new Map(isMetadataDefinition(metadata) ? [[reference, metadata]] : []),
    );
  }

  private constructor(
    /** @internal */
    readonly intent: TrustIntent,
    /**
     * Of the references to objects of the app: what to annotate. A Bundle is annotated itself, not what it writes.
     * @internal
     */
    readonly metadata: ReadonlyMap<CaReference, ApiObjectMetadataDefinition> = new Map(),
  ) {}
}

function nameOf(object: string | INamedObject): string {
  return typeof object === 'string' ? object : object.name;
}

/** By its shape, since the object may come from another copy of cdk8s. */
function isMetadataDefinition(metadata: INamedObject['metadata']): metadata is ApiObjectMetadataDefinition {
  return metadata !== undefined && 'addAnnotation' in metadata;
}

/**
 * Makes trust an intent.
 * @throws Refusal if none is given
 */
export function trustIntent(trust: TrustAnchors | undefined): TrustIntent {
  const intent = trust?.intent;
  if (intent === undefined || !(intent.system || intent.certificates.length + intent.references.length > 0)) {
    throw new Refusal({
      rule: 'schema/rule-violated',
      message: 'no trust is given, so the backend could not be verified',
      fix: 'give the roots: TrustAnchors.pem(...), .configMap(...), .secret(...), .bundle(...) or .system()',
    });
  }
  return intent;
}

/** One root serves many backends, and reading a certificate is slow. */
const knownCas = new Map<string, readonly Certificate[]>();

function readCas(text: string, file?: string): readonly Certificate[] {
  const certificates = knownCas.get(text) ?? parseCas(text, file);
  knownCas.set(text, certificates);
  return certificates;
}

function parseCas(text: string, file: string | undefined): readonly Certificate[] {
  const certificates = parse(text, file);
  const notCa = certificates.find((certificate) => !certificate.isCa);
  if (notCa !== undefined) {
    throw new Refusal({
      rule: 'trust/not-a-ca',
      message: `${file === undefined ? '' : `${file}: `}certificate "${notCa.subject.text}" is not a certificate authority (no CA:TRUE), so nothing it signed would be accepted`,
      fix: 'give the certificate of the authority that issues the server certificate',
    });
  }
  return certificates;
}

const RULE_OF_EFFECT: Readonly<Record<PemProblemEffect, string>> = {
  lost: 'trust/pem-lost-block',
  malformed: 'trust/pem-malformed',
  secret: 'secrets/private-key-text',
};

function parse(text: string, file: string | undefined): readonly Certificate[] {
  try {
    return parseCertificates(text);
  } catch (error) {
    const [problem] = error instanceof PemError ? error.problems : [];
    if (problem === undefined) {
      throw error;
    }
    throw new Refusal({
      rule: RULE_OF_EFFECT[problem.effect],
      message: `${file ?? 'the PEM text'} cannot be used: line ${problem.line}: ${problem.message}`,
      fix:
        problem.code === 'empty' && file === undefined
          ? "give the text of the PEM file, not its path: readFileSync(path, 'utf8')"
          : problem.fix,
    });
  }
}
