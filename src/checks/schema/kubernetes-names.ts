/** The kinds of name that Kubernetes knows, each with its rule in words and as a test. */
export interface NameRule {
  /** Completes "allowed is". */
  readonly allowed: string;
  test(name: string): boolean;
}

const LABEL_1123 = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export const DNS_SUBDOMAIN: NameRule = {
  allowed:
    'at most 253 lower case letters, digits, "-" and ".", each label beginning and ending with a letter or digit',
  test: (name) => name.length <= 253 && name.split('.').every((label) => LABEL_1123.test(label)),
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const DNS_LABEL: NameRule = {
  allowed: 'at most 63 lower case letters, digits and "-", beginning and ending with a letter or digit',
  test: (name) => name.length <= 63 && LABEL_1123.test(name),
};

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export const DNS_1035_LABEL: NameRule = {
  allowed: 'at most 63 lower case letters, digits and "-", beginning with a letter and ending with a letter or digit',
  test: (name) => name.length <= 63 && LABEL_1035.test(name),
};

/** What RBAC and certificate kinds take: anything that can stand between two slashes of a URL path. */
export const PATH_SEGMENT: NameRule = {
  allowed: 'text without "/" and "%" that is not "." or ".."',
  test: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name),
};

/** CronJob names get a suffix of eleven characters for their Jobs. */
export const CRON_JOB_NAME: NameRule = {
  allowed: `at most 52 characters, and ${DNS_SUBDOMAIN.allowed}`,
  test: (name) => name.length <= 52 && DNS_SUBDOMAIN.test(name),
};

/** Key of a label or an annotation: an optional DNS prefix, a slash, and a name. */
export const QUALIFIED_NAME: NameRule = {
  allowed:
    'an optional DNS prefix with "/", then at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
  test: isQualifiedName,
};

/** Value of a label. */
export const LABEL_VALUE: NameRule = {
  allowed: 'empty, or at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit',
  test: (value) => value === '' || (value.length <= 63 && NAME_PART.test(value)),
};

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const isNameGood = name.length <= 63 && NAME_PART.test(name);
  if (parts.length === 1) {
    return isNameGood;
  }
  return parts.length === 2 && isNameGood && DNS_SUBDOMAIN.test(parts[0] ?? '');
}

const PATH_SEGMENT_GROUPS: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io', 'certificates.k8s.io']);
const RULES_BY_KIND: ReadonlyMap<string, NameRule> = new Map([
  ['/Service', DNS_1035_LABEL],
  ['/Namespace', DNS_LABEL],
  ['batch/CronJob', CRON_JOB_NAME],
  // Its name is the address itself, colons included.
  ['networking.k8s.io/IPAddress', PATH_SEGMENT],
]);

/** The rule for `metadata.name` of a kind; custom resources all take a DNS subdomain. */
export function nameRuleOf(group: string, kind: string): NameRule {
  const special = RULES_BY_KIND.get(`${group}/${kind}`);
  if (special !== undefined) {
    return special;
  }
  return PATH_SEGMENT_GROUPS.has(group) ? PATH_SEGMENT : DNS_SUBDOMAIN;
}
