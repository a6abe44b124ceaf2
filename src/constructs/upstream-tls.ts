import { existsSync, rmSync } from 'node:fs';
import { ApiObject, type App, YamlOutputType } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type CheckOptions, type CheckResult, check } from '../checks/check';
import { isMisspelledRule } from '../checks/misspelled-rule';
import { ruleOf } from '../checks/rules';
import { crdsMissing } from '../checks/schema/schemas';
import type { Finding, Severity } from '../manifests/finding';
import type { JsonObject, Manifest, ManifestSet } from '../manifests/manifest';
import { readManifests } from '../manifests/read-manifests';
import type { Rule } from '../manifests/rule';
import { AppManifests } from './_app-manifests';
import { ValidationError } from './validation-error';

/** How the objects of an app are checked before they are written. */
export interface UpstreamTlsOptions {
  /**
   * Another severity for a rule, by rule id; `off` leaves the rule out.
   * @default - each rule's own
   */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>;
  /**
   * The instant to judge expiry at. Synthesis reads no clock.
   * @default - expiry is not judged
   */
  readonly now?: Date;
  /**
   * CustomResourceDefinitions of your cluster, as YAML texts; they win over this library's own contracts.
   * @default - this library's own contracts
   */
  readonly crds?: readonly string[];
  /**
   * Called after synthesis with what was found, unless that was an error.
   * @default - warnings are written to standard error
   */
  readonly onFindings?: (result: CheckResult) => void;
}

/** Something that a construct finds out about itself; checked together with the objects. */
export type ConstructFindings = (manifests: AppManifests) => readonly Finding[];

const INSTANCES = new WeakMap<IConstruct, UpstreamTls>();

/**
 * The checks of an app: on by default as soon as the app holds a construct of this library. Each object of the app is
 * looked at, whoever wrote it; an error fails the synthesis before anything is written.
 */
export class UpstreamTls {
  /** The checks of the app that a construct belongs to. The first call turns them on. */
  static of(scope: IConstruct): UpstreamTls {
    const root = scope.node.root;
    const existing = INSTANCES.get(root);
    if (existing !== undefined) {
      return existing;
    }
    const created = new UpstreamTls(root);
    INSTANCES.set(root, created);
    return created;
  }

  private options: UpstreamTlsOptions = {};
  private crds?: ManifestSet;
  private synthesizing = false;
  private cached?: CheckResult;
  private readonly constructFindings: ConstructFindings[] = [];
  private readonly gateways = new Map<string, { name: string; version: string }>();
  private readonly claims = new Map<string, IConstruct>();
  private readonly parts = new Map<string, IConstruct>();
  private readonly values = new Map<string, { readonly path: string; readonly value: string }>();
  private readonly shared = new Map<
    string,
    { readonly content: string; readonly owner: IConstruct; object: ApiObject }
  >();

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => this.validate() });
    this.cachePerSynth();
  }

  /**
   * Sets options; those given before stay where they are not given again.
   * @throws Error if `crds` holds no CustomResourceDefinition
   */
  configure(options: UpstreamTlsOptions): void {
    this.options = { ...this.options, ...options };
    this.crds = this.options.crds === undefined ? undefined : readCrds(this.options.crds);
  }

  /** Checks all objects of the app as they are now. */
  check(): CheckResult {
    const manifests = manifestsOf(this.root);
    const options: CheckOptions = {
      crds: this.crds,
      gateways: [...this.gateways.values()],
      now: this.options.now,
      severities: severitiesOfRules(this.options.severities ?? {}),
      fileOf: fileOf(this.root as App),
    };
    const appManifests = new AppManifests(manifests);
    const own = this.constructFindings.flatMap((find) => find(appManifests));
    return withFindings(check({ manifests, problems: [] }, options), this.withSeverities(own));
  }

  private withSeverities(findings: readonly Finding[]): readonly Finding[] {
    const { severities = {} } = this.options;
    return findings.flatMap((finding) => {
      const severity = severities[finding.rule] ?? finding.severity;
      return severity === 'off' ? [] : [{ ...finding, severity }];
    });
  }

  /**
   * The severity of a rule, as configured so far.
   * @internal
   */
  severityOf({ id, severity }: Pick<Rule, 'id' | 'severity'>): Severity | 'off' {
    return this.options.severities?.[id] ?? severity;
  }

  /** @internal */
  addFindings(find: ConstructFindings): void {
    this.constructFindings.push(find);
  }

  /** @internal */
  useGateway(name: string, version: string): void {
    this.gateways.set(`${name}@${version}`, { name, version });
  }

  /**
   * Takes a thing that one construct alone may have.
   * @throws ValidationError if another construct of the app has it
   * @internal
   */
  claim(
    owner: IConstruct,
    thing: string,
    message: (other: string) => string,
    fix: string,
    rule = 'gateway-api/conflicting-policies',
  ): void {
    const other = this.claims.get(thing);
    if (other !== undefined) {
      throw new ValidationError(owner, {
        rule,
        message: message(other.node.path),
        fix,
      });
    }
    this.claims.set(thing, owner);
  }

  /**
   * Notes whether a construct takes a thing as a whole or in part, and names a construct that did the other.
   * @internal
   */
  claimMixed(owner: IConstruct, thing: string, whole: boolean): string | undefined {
    const key = (isWhole: boolean): string => `${thing} ${isWhole ? 'as a whole' : 'in part'}`;
    this.parts.set(key(whole), owner);
    return this.parts.get(key(!whole))?.node.path;
  }

  /**
   * Notes what must stand at a place of an object outside the app, and names a construct that needs something else there.
   * @internal
   */
  claimValue(
    owner: IConstruct,
    place: string,
    value: string,
  ): { readonly path: string; readonly value: string } | undefined {
    const other = this.values.get(place) ?? { path: owner.node.path, value };
    this.values.set(place, other);
    return other.value === value ? undefined : other;
  }

  /**
   * Creates an object once for all constructs that ask for the same.
   * @throws ValidationError if another construct asks for other content under the same name
   * @internal
   */
  share(
    owner: IConstruct,
    key: string,
    manifest: JsonObject,
    create: () => ApiObject,
    fix = 'give both the same client certificate and the same TLS parameters',
  ): ApiObject {
    const content = JSON.stringify(manifest);
    const existing = this.shared.get(key);
    if (existing === undefined) {
      const object = create();
      this.shared.set(key, { content, owner, object });
      return object;
    }
    if (existing.content !== content) {
      throw new ValidationError(owner, {
        rule: 'manifests/duplicate-object',
        message: `${existing.object.kind} ${existing.object.name} is shared with [${existing.owner.node.path}], which asks for other content`,
        fix,
      });
    }
    return existing.object;
  }

  private validate(): string[] {
    this.cached ??= this.check();
    const errors = this.cached.findings.filter((finding) => finding.severity === 'error').map(findingText);
    if (!this.synthesizing) {
      this.cached = undefined;
    }
    return errors;
  }

  /**
   * cdk8s validates the whole app once per chart and once more (`Chart.toJson` does), so the result is kept for the
   * length of one synthesis. There is no hook for its beginning and end, hence the two methods are wrapped.
   */
  private cachePerSynth(): void {
    const app = this.root as App;
    for (const method of ['synth', 'synthYaml'] as const) {
      const original = app[method];
      if (typeof original === 'function') {
        const wrapped = () => this.once(() => original.call(app));
        Object.defineProperty(app, method, { value: wrapped, configurable: true, writable: true });
      }
    }
  }

  private once<T>(synthesize: () => T): T {
    const { outdir } = this.root as App;
    const existed = existsSync(outdir);
    this.synthesizing = true;
    this.cached = undefined;
    try {
      const output = synthesize();
      this.tell(this.cached);
      return output;
    } catch (error) {
      // cdk8s makes the folder before it validates.
      if (!existed) {
        rmSync(outdir, { recursive: true, force: true });
      }
      throw error;
    } finally {
      this.synthesizing = false;
      this.cached = undefined;
    }
  }

  private tell(result: CheckResult | undefined): void {
    if (result === undefined) {
      return;
    }
    const listener = this.options.onFindings ?? writeWarnings;
    listener(result);
  }
}

/** Severities of what constructs say of themselves are not for the rules; a misspelled id is left for the check to refuse. */
function severitiesOfRules(severities: NonNullable<UpstreamTlsOptions['severities']>): CheckOptions['severities'] {
  return Object.fromEntries(
    Object.entries(severities).filter(([id]) => ruleOf(id) !== undefined || isMisspelledRule(id)),
  );
}

/** The file that cdk8s gives each object, where it gives each object a file. */
function fileOf(app: App): CheckOptions['fileOf'] {
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_RESOURCE:
      return ({ key }) => `${key.kind}.${key.name}`;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return ({ key, constructPath }) => `${constructPath?.split('/')[0] ?? ''}/${key.kind}.${key.name}`;
    default:
      return undefined;
  }
}

function withFindings(result: CheckResult, own: readonly Finding[]): CheckResult {
  const count = (severity: Severity): number => own.filter((finding) => finding.severity === severity).length;
  return {
    ...result,
    findings: [...own, ...result.findings],
    summary: {
      ...result.summary,
      errors: result.summary.errors + count('error'),
      warnings: result.summary.warnings + count('warning'),
    },
  };
}

function writeWarnings(result: CheckResult): void {
  const warnings = result.findings.filter((finding) => finding.severity === 'warning');
  if (warnings.length > 0) {
    process.stderr.write(`${warnings.map((finding) => `warning: ${findingText(finding)}`).join('\n')}\n`);
  }
}

/** One finding on one line, with what cdk8s leaves out: the construct, and the object by kind, namespace and name. */
export function findingText(finding: Finding): string {
  const where = finding.constructPath === undefined ? fileOfText(finding) : `[${finding.constructPath}] `;
  const object = finding.object;
  const namespace = object?.namespace === undefined ? '' : `${object.namespace}/`;
  const subject = object === undefined ? '' : `${object.kind} ${namespace}${object.name}: `;
  const path = finding.path === '' ? '' : `${finding.path}: `;
  return `${where}${subject}${path}${finding.message}; ${finding.fix} (${finding.rule})`;
}

/** A text that could not be read has no object to be named by. */
function fileOfText({ object, source }: Finding): string {
  return object === undefined && source !== undefined ? `${source.file}: ` : '';
}

/** All objects below a construct, as they would be written. */
export function manifestsOf(root: IConstruct): readonly Manifest[] {
  const objects = root.node.findAll().filter((node) => ApiObject.isApiObject(node));
  return objects.map(manifestOf);
}

/** An object as it would be written. */
export function manifestOf(object: ApiObject): Manifest {
  // Patches may change the namespace: cdk8s puts the chart's on cluster-scoped objects too.
  const body: JsonObject & { readonly metadata?: { readonly namespace?: string } } = object.toJson();
  const namespace = body.metadata?.namespace;
  return {
    key: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    body,
    constructPath: object.node.path,
  };
}

/** CRDs are large, and the same ones serve many apps of one program. */
const readCrdTexts = new WeakMap<readonly string[], ManifestSet>();

function readCrds(texts: readonly string[]): ManifestSet {
  const known = readCrdTexts.get(texts);
  if (known !== undefined) {
    return known;
  }
  const crds = readManifests(texts.map((content, index) => ({ file: `crds[${index}]`, content })));
  const missing = texts.length === 0 ? undefined : crdsMissing(crds);
  if (missing !== undefined) {
    throw new Error(`UpstreamTls.configure: crds: ${missing}`);
  }
  readCrdTexts.set(texts, crds);
  return crds;
}
