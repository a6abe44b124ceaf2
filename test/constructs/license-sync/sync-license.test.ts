import { licenseText, wordsShownIn } from './_licenses';
import { type Answer, CONTROL_PLANE_ID, StandIns } from './_stand-ins';

const OLD = licenseText({ created: '2025-06-01', expires: '2098-01-31' });
const NEW = licenseText({ created: '2026-06-01', expires: '2099-01-31' });
const EXPIRED = licenseText({ created: '2019-01-01', expires: '2020-01-01' });

const READ = 'GET /api/v1/namespaces/kong/secrets/edge-license';
const WRITE = 'PATCH /api/v1/namespaces/kong/secrets/edge-license';
const FETCH = `GET /kic/api/control-planes/${CONTROL_PLANE_ID}/v1/licenses`;

function offering(...payloads: readonly string[]): Answer {
  const items = payloads.map((payload) => ({ payload, updated_at: 1_780_000_000, id: 'a-license' }));
  return { status: 200, body: JSON.stringify({ items }) };
}

/** A good answer, to be stopped half way. */
function half() {
  const items = [{ payload: NEW, updated_at: 1_780_000_000, id: 'a-license' }];
  return { status: 200, body: JSON.stringify({ items }) } as const;
}

function isSilent(answer: Answer): boolean {
  return answer === 'hang' || answer.halfway === 'stall';
}

function lastReason(output: string): unknown {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '{}').reason;
}

let standIns: StandIns;
beforeEach(async () => {
  standIns = await StandIns.start();
});
afterEach(() => standIns.stop());
// Whatever a test did: nothing but a good license was ever written.
afterEach(() => expect(standIns.held.filter((text) => text !== OLD && text !== NEW)).toEqual([]));

describe('the synchronization writes', () => {
  test('the first license into the empty Secret, with the day of its end beside it and all else as it was', async () => {
    standIns.hold(undefined);
    standIns.licenseAnswers = [offering(NEW, OLD)];
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(0);
    expect(standIns.heldText()).toBe(NEW);
    expect(standIns.secret?.metadata).toMatchObject({
      annotations: { 'upstream-tls.dev/license-expires': '2099-01-31' },
      labels: { a: 'b' },
    });
    expect(standIns.requests).toEqual([FETCH, READ, WRITE]);
    expect(JSON.parse(output)).toEqual({
      level: 'info',
      event: 'written',
      secret: 'edge-license',
      expires: '2099-01-31',
    });
  });

  test('nothing while the license is the same', async () => {
    standIns.hold(NEW);
    standIns.licenseAnswers = [offering(NEW)];
    expect((await standIns.run()).exitCode).toBe(0);
    expect(standIns.requests).toEqual([FETCH, READ]);
  });

  test.each([
    ['a license that was created later', OLD],
    ['a license in place of one that has expired', EXPIRED],
    ['a license in place of what is none', '{"license":{}}'],
  ])('%s', async (_, before) => {
    standIns.hold(before);
    standIns.licenseAnswers = [offering(NEW)];
    expect((await standIns.run()).exitCode).toBe(0);
    expect(standIns.heldText()).toBe(NEW);
  });

  test('after a conflict, once it has looked again', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.patchRefusals = [{ status: 409, body: '{}' }];
    expect((await standIns.run()).exitCode).toBe(0);
    expect(standIns.requests).toEqual([FETCH, READ, WRITE, READ, WRITE]);
    expect(standIns.heldText()).toBe(NEW);
  });

  test('once, where the answer to the write is lost', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.lostPatchAnswers = 1;
    const { exitCode, output } = await standIns.run({ REQUEST_TIMEOUT_MS: '300' });
    expect(exitCode).toBe(0);
    expect(standIns.requests).toEqual([FETCH, READ, WRITE, READ]);
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '{}')).toMatchObject({ event: 'unchanged' });
    expect(standIns.heldText()).toBe(NEW);
  });

  test('not over a newer license that someone put in between', async () => {
    standIns.hold(undefined);
    standIns.licenseAnswers = [offering(OLD)];
    standIns.patchRefusals = [{ status: 409, body: '{}' }];
    standIns.onPatch = () => standIns.hold(NEW);
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe(
      'the license of Konnect (created 2025-06-01, expires 2098-01-31) is older than the one in the Secret (created 2026-06-01, expires 2099-01-31), which stays',
    );
    expect(standIns.heldText()).toBe(NEW);
  });

  test.each<[string, Answer]>([
    ['status 500', { status: 500, body: 'oops' }],
    ['status 429', { status: 429, body: '' }],
    ['half a JSON text', { status: 200, body: '{"items":[{"payload":' }],
    ['an answer that is cut off', { ...half(), halfway: 'cut' }],
  ])('after %s, when another attempt succeeds', async (_, failure) => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [failure, offering(NEW)];
    expect((await standIns.run()).exitCode).toBe(0);
    expect(standIns.requests.filter((request) => request === FETCH)).toHaveLength(2);
    expect(standIns.heldText()).toBe(NEW);
  });
});

describe('the synchronization leaves the license as it is, says why and fails', () => {
  const withoutSignature = NEW.replace(/"signature":"[^"]*"/, '"signature":""');
  const withoutVersion = NEW.replace('"version":"1"', '"version":"2"');
  const impossibleDay = licenseText({ expires: '2099-02-31' });
  const backwards = licenseText({ created: '2027-01-01', expires: '2026-12-31' });
  const shorter = licenseText({ created: '2025-06-01', expires: '2097-01-31' });

  test.each<[string, Answer, attempts: number, string]>([
    ['at status 404', { status: 404, body: '{}' }, 1, 'Konnect has no license for this control plane (status 404)'],
    ['at status 401', { status: 401, body: '' }, 1, 'Konnect answered with status 401'],
    ['at status 500', { status: 500, body: NEW }, 3, 'Konnect answered with status 500'],
    ['at a redirect', { status: 302, body: '' }, 1, 'Konnect answered with status 302'],
    ['at no answer', 'hang', 3, 'Konnect did not answer within 150 ms'],
    ['at half an answer', { ...half(), halfway: 'stall' }, 3, 'Konnect did not answer within 150 ms'],
    ['at an answer that is cut off', { ...half(), halfway: 'cut' }, 3, 'Konnect cannot be reached (ECONNRESET)'],
    ['at what is not JSON', { status: 200, body: NEW.slice(0, -1) }, 3, 'the answer of Konnect is not JSON'],
    ['at an empty list', offering(), 1, 'the answer of Konnect lists no license'],
    ['at a list of nothing', { status: 200, body: '[]' }, 1, 'the answer of Konnect lists no license'],
    [
      'at a payload that is no text',
      { status: 200, body: `{"items":[{"payload":${NEW}}]}` },
      1,
      'the license in the answer of Konnect has no text payload',
    ],
    ['at a payload cut short', offering(NEW.slice(0, 90)), 1, 'the license of Konnect is not JSON'],
    ['at no signature', offering(withoutSignature), 1, 'the license of Konnect has no hexadecimal license.signature'],
    ['at another version', offering(withoutVersion), 1, 'the license of Konnect has a license.version other than "1"'],
    [
      'at a day that no calendar has',
      offering(impossibleDay),
      1,
      'the license of Konnect has no date (YYYY-MM-DD) license.payload.license_expiration_date',
    ],
    ['at an end before the beginning', offering(backwards), 1, 'the license of Konnect expires before it was created'],
    ['at an expired license', offering(EXPIRED), 1, 'the license of Konnect expired after 2020-01-01'],
    [
      'at a license that ends earlier and was created on the same day',
      offering(shorter),
      1,
      'the license of Konnect (created 2025-06-01, expires 2097-01-31) is older than the one in the Secret (created 2025-06-01, expires 2098-01-31), which stays',
    ],
    [
      'at an answer without end',
      { status: 200, body: ' '.repeat(1024 * 1024 + 1) },
      1,
      'the answer of Konnect is larger than 1048576 bytes',
    ],
  ])('%s', async (_, answer, attempts, reason) => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [answer];
    const { exitCode, output } = await standIns.run(isSilent(answer) ? { REQUEST_TIMEOUT_MS: '150' } : {});
    expect(lastReason(output)).toBe(reason);
    expect(exitCode).toBe(1);
    expect(standIns.requests.filter((request) => request === FETCH)).toHaveLength(attempts);
    expect(standIns.requests).not.toContain(WRITE);
    expect(standIns.heldText()).toBe(OLD);
    expect(wordsShownIn(output)).toEqual([]);
  });

  test('when Konnect is down', async () => {
    standIns.hold(OLD);
    await standIns.stopKonnect();
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe('Konnect cannot be reached (ECONNREFUSED)');
    expect(standIns.requests).toEqual([]);
    expect(standIns.heldText()).toBe(OLD);
  });

  test('when the Kubernetes API is down', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    await standIns.stopKubernetes();
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe('the Kubernetes API cannot be reached (ECONNREFUSED)');
    expect(standIns.heldText()).toBe(OLD);
    expect(wordsShownIn(output)).toEqual([]);
  });

  test('when Konnect does not take its certificate', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.distrustClient();
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toMatch(/^Konnect cannot be reached \((?:ECONNRESET|EPIPE|ERR_SSL_\w+)\)$/);
    expect(standIns.requests).toEqual([]);
    expect(standIns.heldText()).toBe(OLD);
  });

  test('when it does not trust the certificate of Konnect', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    const { exitCode, output } = await standIns.run({ NODE_EXTRA_CA_CERTS: '' });
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toMatch(/^Konnect cannot be reached \(\w*(?:SELF_SIGNED|UNABLE_TO)\w*\)$/);
    expect(standIns.requests).toEqual([]);
  });

  test.each<[string, Answer, attempts: number, string]>([
    ['refuses to show the Secret', { status: 403, body: '{}' }, 1, 'the Kubernetes API answered with status 403'],
    ['is overloaded', { status: 503, body: '{}' }, 3, 'the Kubernetes API answered with status 503'],
    ['answers with something else', { status: 200, body: '[]' }, 3, 'the Kubernetes API did not answer with a Secret'],
  ])('when the Kubernetes API %s', async (_, refusal, attempts, reason) => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.readRefusals = [refusal, refusal, refusal];
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe(reason);
    expect(standIns.requests.filter((request) => request === READ)).toHaveLength(attempts);
    expect(standIns.requests).not.toContain(WRITE);
    expect(wordsShownIn(output)).toEqual([]);
  });

  test('when the Kubernetes API refuses the write', async () => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.patchRefusals = [{ status: 403, body: NEW }];
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe('the Kubernetes API answered with status 403');
    expect(standIns.heldText()).toBe(OLD);
    expect(wordsShownIn(output)).toEqual([]);
  });

  test('when there is no Secret, which it may not create', async () => {
    standIns.licenseAnswers = [offering(NEW)];
    const { exitCode, output } = await standIns.run();
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe(
      'Secret kong/edge-license does not exist; apply the manifests again, which hold it empty',
    );
    expect(standIns.requests).toEqual([FETCH, READ]);
  });

  test.each([
    [
      'a setting is missing',
      { KONNECT_CONTROL_PLANE_ID: '' },
      'the environment variable KONNECT_CONTROL_PLANE_ID is not set',
    ],
    ['a setting is no number', { ATTEMPTS: '0' }, 'the environment variable ATTEMPTS is not a positive whole number'],
    ['its certificate is missing', { CLIENT_CERTIFICATE_FILE: '/nowhere/tls.crt' }, 'unexpected ENOENT'],
  ])('when %s', async (_, environment, reason) => {
    standIns.hold(OLD);
    const { exitCode, output } = await standIns.run(environment);
    expect(exitCode).toBe(1);
    expect(lastReason(output)).toBe(reason);
    expect(standIns.requests).toEqual([]);
  });
});

describe('the synchronization is killed', () => {
  test.each([
    ['before the write is applied, and the old license stays', 'before', OLD, 'hang'],
    ['after it is applied, and the new license stands', 'after', NEW, undefined],
  ] as const)('%s', async (_, moment, expected, refusal) => {
    standIns.hold(OLD);
    standIns.licenseAnswers = [offering(NEW)];
    standIns.patchRefusals = refusal === undefined ? [] : [refusal];
    standIns.onPatch = (when) => {
      if (when === moment) {
        standIns.killAll();
      }
    };
    expect((await standIns.run()).exitCode).toBeNull();
    expect(standIns.heldText()).toBe(expected);
    // The next run finishes what was begun, or finds it done.
    standIns.onPatch = undefined;
    expect((await standIns.run()).exitCode).toBe(0);
    expect(standIns.heldText()).toBe(NEW);
  });
});
