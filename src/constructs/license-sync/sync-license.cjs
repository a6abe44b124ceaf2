'use strict';

// Fetches the license of a control plane from Konnect and keeps it in one Secret. It runs in a pod and needs nothing but
// Node.js. The Secret is written by one request, with the version that was read as its condition: whenever this program
// is stopped, the Secret holds the license from before or the new one. Nothing is deleted, and no text of a license is
// ever logged: neither bodies nor messages of parsers, which quote them.

const { readFileSync } = require('node:fs');
const https = require('node:https');
const { join } = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const { readLicenseDocument } = require('./license-document.cjs');

const MAX_BODY_BYTES = 1024 * 1024;
const MAX_DELAY_MS = 60_000;
const EXPIRES_ANNOTATION = 'upstream-tls.dev/license-expires';
const RETRIED_STATUSES = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

/** Why a license was not taken; `retry` says whether another attempt may help. */
class SyncError extends Error {
  constructor(message, retry) {
    super(message);
    this.name = 'SyncError';
    this.retry = retry;
  }
}

async function main(environment) {
  const config = readConfig(environment);
  const offered = await withRetries(config, () => fetchLicense(config));
  await withRetries(config, () => keepLicense(config, offered));
}

/** Reads the Secret, decides, and writes it if the offered license is to take the place of what it holds. */
async function keepLicense(config, offered) {
  const secret = await readSecret(config);
  const present = textOf(secret, config.secretKey);
  if (present === offered.text) {
    log('info', 'unchanged', { expires: offered.expires });
    return;
  }
  requireNotOlder(offered, present, today());
  await writeSecret(config, secret, offered);
  log('info', 'written', { secret: config.secretName, expires: offered.expires });
}

/** A good license gives way only to one that was created later, or on the same day and lasts as long. */
function requireNotOlder(offered, presentText, day) {
  const present = readLicenseDocument(presentText);
  if (present.problem !== undefined || present.expires < day) {
    return;
  }
  const isOlder =
    offered.created < present.created || (offered.created === present.created && offered.expires < present.expires);
  if (isOlder) {
    throw new SyncError(
      `the license of Konnect (${describe(offered)}) is older than the one in the Secret (${describe(present)}), which stays`,
      false,
    );
  }
}

function describe({ created, expires }) {
  return `created ${created}, expires ${expires}`;
}

async function fetchLicense(config) {
  const url = new URL(
    `/kic/api/control-planes/${encodeURIComponent(config.controlPlaneId)}/v1/licenses`,
    config.konnectAddress,
  );
  // Read for each attempt: cert-manager may renew the certificate meanwhile.
  const tls = { cert: readFileSync(config.clientCertificateFile), key: readFileSync(config.clientKeyFile) };
  const { status, body } = await request(config, 'Konnect', url, { ...tls, headers: { accept: 'application/json' } });
  if (status === 404) {
    throw new SyncError('Konnect has no license for this control plane (status 404)', false);
  }
  requireOk('Konnect', status);
  return requireUsable(licenseTextIn(body), today());
}

/** The first item counts, as it does for Kong's own controllers. */
function licenseTextIn(body) {
  const answer = parseJson(body, 'the answer of Konnect');
  const items = isObject(answer) ? answer.items : undefined;
  if (!Array.isArray(items) || items.length === 0) {
    throw new SyncError('the answer of Konnect lists no license', false);
  }
  const payload = isObject(items[0]) ? items[0].payload : undefined;
  if (typeof payload !== 'string') {
    throw new SyncError('the license in the answer of Konnect has no text payload', false);
  }
  return payload;
}

function requireUsable(text, day) {
  const reading = readLicenseDocument(text);
  if (reading.problem !== undefined) {
    throw new SyncError(`the license of Konnect ${reading.problem}`, false);
  }
  if (reading.expires < day) {
    throw new SyncError(`the license of Konnect expired after ${reading.expires}`, false);
  }
  return { text, created: reading.created, expires: reading.expires };
}

async function readSecret(config) {
  const { status, body } = await kubernetesRequest(config, { method: 'GET' });
  if (status === 404) {
    throw new SyncError(
      `Secret ${config.secretNamespace}/${config.secretName} does not exist; apply the manifests again, which hold it empty`,
      false,
    );
  }
  requireOk('the Kubernetes API', status);
  const secret = parseJson(body, 'the Secret');
  if (!isObject(secret) || !isObject(secret.metadata) || typeof secret.metadata.resourceVersion !== 'string') {
    throw new SyncError('the Kubernetes API did not answer with a Secret', true);
  }
  return secret;
}

/** One merge patch that holds only if nobody wrote the Secret since it was read; else status 409, and all is read anew. */
async function writeSecret(config, secret, offered) {
  const patch = {
    metadata: {
      resourceVersion: secret.metadata.resourceVersion,
      annotations: { [EXPIRES_ANNOTATION]: offered.expires },
    },
    data: { [config.secretKey]: Buffer.from(offered.text, 'utf8').toString('base64') },
  };
  const { status } = await kubernetesRequest(config, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(patch),
  });
  requireOk('the Kubernetes API', status);
}

function textOf(secret, key) {
  const encoded = isObject(secret.data) ? secret.data[key] : undefined;
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
}

function kubernetesRequest(config, { headers = {}, ...options }) {
  const path = `/api/v1/namespaces/${config.secretNamespace}/secrets/${config.secretName}`;
  const token = readFileSync(join(config.serviceAccountFolder, 'token'), 'utf8').trim();
  return request(config, 'the Kubernetes API', new URL(path, config.kubernetesAddress), {
    ...options,
    ca: readFileSync(join(config.serviceAccountFolder, 'ca.crt')),
    headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...headers },
  });
}

/** Sends one request. Redirects are not followed: they would carry the client certificate or the token elsewhere. */
function request(config, peer, url, { body, ...options }) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(config.timeoutMs);
    const fail = (error) =>
      reject(
        new SyncError(
          signal.aborted
            ? `${peer} did not answer within ${config.timeoutMs} ms`
            : `${peer} cannot be reached (${error.code ?? error.name})`,
          true,
        ),
      );
    const outgoing = https.request(url, { ...options, signal, minVersion: 'TLSv1.2', agent: false }, (response) => {
      const chunks = [];
      let length = 0;
      response.on('data', (chunk) => {
        length += chunk.length;
        if (length > MAX_BODY_BYTES) {
          reject(new SyncError(`the answer of ${peer} is larger than ${MAX_BODY_BYTES} bytes`, false));
          outgoing.destroy();
          return;
        }
        chunks.push(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', fail);
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

function requireOk(peer, status) {
  if (status !== 200) {
    throw new SyncError(`${peer} answered with status ${status}`, RETRIED_STATUSES.has(status));
  }
}

/** The parser's own message would quote the text. */
function parseJson(text, what) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new SyncError(`${what} is not JSON`, true);
    }
    throw error;
  }
}

/** Tries again after growing pauses; what another attempt cannot mend fails at once. */
async function withRetries(config, action) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof SyncError) || !error.retry || attempt >= config.attempts) {
        throw error;
      }
      const delayMs = Math.min(config.firstDelayMs * 2 ** (attempt - 1), MAX_DELAY_MS);
      log('warning', 'retry', { reason: error.message, attempt, delayMs });
      await wait(delayMs);
    }
  }
}

function readConfig(environment) {
  const required = (name) => {
    const value = environment[name];
    if (value === undefined || value === '') {
      throw new SyncError(`the environment variable ${name} is not set`, false);
    }
    return value;
  };
  const milliseconds = (name, byDefault) => positiveInteger(name, environment[name] ?? String(byDefault));
  const host = required('KUBERNETES_SERVICE_HOST');
  return {
    konnectAddress: required('KONNECT_ADDRESS'),
    controlPlaneId: required('KONNECT_CONTROL_PLANE_ID'),
    clientCertificateFile: required('CLIENT_CERTIFICATE_FILE'),
    clientKeyFile: required('CLIENT_KEY_FILE'),
    secretNamespace: required('SECRET_NAMESPACE'),
    secretName: required('SECRET_NAME'),
    secretKey: required('SECRET_KEY'),
    kubernetesAddress: `https://${host.includes(':') ? `[${host}]` : host}:${required('KUBERNETES_SERVICE_PORT')}`,
    serviceAccountFolder: environment.SERVICE_ACCOUNT_FOLDER ?? '/var/run/secrets/kubernetes.io/serviceaccount',
    timeoutMs: milliseconds('REQUEST_TIMEOUT_MS', 15_000),
    firstDelayMs: milliseconds('FIRST_DELAY_MS', 2_000),
    attempts: positiveInteger('ATTEMPTS', environment.ATTEMPTS ?? '5'),
  };
}

function positiveInteger(name, text) {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new SyncError(`the environment variable ${name} is not a positive whole number`, false);
  }
  return Number(text);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

function log(level, event, details) {
  process.stdout.write(`${JSON.stringify({ level, event, ...details })}\n`);
}

main(process.env).catch((error) => {
  // Of anything else only the kind is told: a message that is not ours may quote what it is about.
  const reason = error instanceof SyncError ? error.message : `unexpected ${error.code ?? error.name}`;
  log('error', 'failed', { reason });
  process.exitCode = 1;
});
