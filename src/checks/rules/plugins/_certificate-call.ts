/** A call that writes certificates to the Admin API of Kong, as a command line or a script has it. */
export interface CertificateCall {
  /** Whether the call names one certificate by its id, and so changes it; else it adds one. */
  readonly isChange: boolean;
}

/** Longest text that is looked through. */
const MAX_TEXT = 20_000;

/** Where a call goes: an address with a scheme, a variable, or a port with or without a host. */
const ADDRESS = [
  String.raw`https?:\/\/[^\s"'\/]{1,253}`,
  String.raw`\$(?:\w{1,100}|\{[^}\s]{1,100}\}|\(\w{1,100}\))`,
  String.raw`(?<![\w.:-])[\w.-]{0,253}:\d{1,5}`,
];
/**
 * The resource of the Admin API, below a workspace or a path that is put before it. The API of Kubernetes has one of the
 * same name further below.
 */
const CERTIFICATES = new RegExp(
  String.raw`(?:${ADDRESS.join('|')})(?:\/[\w.-]{1,100}){0,2}\/(?:ca_)?certificates(\/[^\s"'\/?]+)?(?![\w\/-])`,
);
const CLIENT = /(?:^|[\s;&|("'`/])(?:curl|wget|https?|httpie|xh)(?=\s)/;
const WRITES = [
  /(?:\b|-[a-zA-Z]{0,6}X)(?:POST|PUT|PATCH)\b/,
  /(?:^|\s)-[a-zA-Z]{0,6}[dFT]/,
  /(?:^|\s)--(?:data|form|json|upload-file|post-|body-|method)/,
  // A field of the form, as HTTPie has it: `cert@/tls/tls.crt`.
  /(?:^|\s)(?:cert|key)(?:_alt)?:?[=@]/,
];

/** Finds such a call in a text; what follows a backslash at the end of a line belongs to it. */
export function certificateCallIn(text: string): CertificateCall | undefined {
  const lines = text
    .slice(0, MAX_TEXT)
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n');
  for (const line of lines) {
    const call = CLIENT.test(line) && WRITES.some((pattern) => pattern.test(line)) ? CERTIFICATES.exec(line) : null;
    if (call !== null) {
      return { isChange: call[1] !== undefined };
    }
  }
  return undefined;
}
