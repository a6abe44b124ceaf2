/** A quote of JSON, as it stands or escaped within another JSON text. */
const Q = String.raw`\\{0,3}"`;
const LICENSE_KEY = new RegExp(`${Q}license_key${Q}\\s*:\\s*${Q}`);
const LICENSE_OBJECT = new RegExp(`${Q}license${Q}\\s*:\\s*\\{`);
const LICENSE_PARTS = new RegExp(`${Q}(?:payload|signature)${Q}\\s*:\\s*(?:\\{|${Q})`);

/** Whether a text holds a license as Kong issues it: JSON with a payload and its signature. */
export function isLicenseText(text: string): boolean {
  return LICENSE_KEY.test(text) || (LICENSE_OBJECT.test(text) && LICENSE_PARTS.test(text));
}
