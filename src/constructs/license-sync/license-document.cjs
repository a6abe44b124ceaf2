'use strict';

const MAX_LENGTH = 64 * 1024;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const SIGNATURE = /^(?:[0-9a-f]{2})+$/i;

/**
 * Reads a license as Kong issues it. It is looked at, not verified: only Kong Gateway has the key for that.
 *
 * What is wrong is said without a word of the text, which is a secret. This file also runs in the pod of the
 * synchronization, so that it needs nothing but Node.js.
 *
 * @param {string} text
 * @returns {{ created: string, expires: string, problem?: undefined } | { problem: string }}
 */
function readLicenseDocument(text) {
  if (text.length > MAX_LENGTH) {
    return { problem: `has ${text.length} characters, at most ${MAX_LENGTH} are read` };
  }
  const document = parseJson(text);
  if (document === undefined) {
    return { problem: 'is not JSON' };
  }
  const license = fieldOf(document, 'license');
  const payload = fieldOf(license, 'payload');
  const created = fieldOf(payload, 'license_creation_date');
  const expires = fieldOf(payload, 'license_expiration_date');
  const problem = firstProblem([
    [isObject(license), 'has no object license'],
    [isObject(payload), 'has no object license.payload'],
    [isFilledText(fieldOf(payload, 'license_key')), 'has no text license.payload.license_key'],
    [isDate(created), 'has no date (YYYY-MM-DD) license.payload.license_creation_date'],
    [isDate(expires), 'has no date (YYYY-MM-DD) license.payload.license_expiration_date'],
    [created <= expires, 'expires before it was created'],
    [isSignature(fieldOf(license, 'signature')), 'has no hexadecimal license.signature'],
    [fieldOf(license, 'version') === '1', 'has a license.version other than "1"'],
  ]);
  return problem === undefined ? { created, expires } : { problem };
}

function firstProblem(checks) {
  const failed = checks.find(([holds]) => !holds);
  return failed === undefined ? undefined : failed[1];
}

/** The parser's own message would quote the text. */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function fieldOf(value, name) {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilledText(value) {
  return typeof value === 'string' && value !== '';
}

function isSignature(value) {
  return typeof value === 'string' && SIGNATURE.test(value);
}

/** A day that the calendar has: the 31st of February is none. */
function isDate(value) {
  if (typeof value !== 'string' || !DATE.test(value)) {
    return false;
  }
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

module.exports = { readLicenseDocument };
