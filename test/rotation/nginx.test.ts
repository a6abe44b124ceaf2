import { certificateVerification } from '../../src/rotation/certificate-verification';
import { handshakeFailure } from '../../src/rotation/edge-state';
import { mixesOf } from '../../src/rotation/step';
import { toCertificates } from './certificates';
import { isNginxInstalled, NginxBench } from './nginx-bench';
import { STEP_KINDS, stepOf } from './step-kinds';

const steps = STEP_KINDS.map(({ title, client, server = client, coupled }) => ({
  title,
  mixes: [...mixesOf(stepOf(client, server, coupled))],
}));

const verify = certificateVerification({ at: new Date() });

const describeNginx = isNginxInstalled() ? describe : describe.skip;
const SKIPPED = isNginxInstalled() ? '' : '(skipped: nginx is not installed) ';

describeNginx(`${SKIPPED}the model against NGINX as gateway and as backend`, () => {
  let bench: NginxBench;

  beforeAll(async () => {
    bench = await NginxBench.open(steps.flatMap(({ mixes }) => mixes.map(({ state }) => state)));
  });

  afterAll(async () => {
    await bench.close();
  });

  test.each(steps)('$title', async ({ mixes }) => {
    for (const { applied, state } of mixes) {
      const failure = handshakeFailure(toCertificates(state), verify);
      for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
        expect({ applied: [...applied], version, verdict: await bench.verdict(state, version) }).toEqual({
          applied: [...applied],
          version,
          verdict: failure === undefined ? 'ok' : `refused by ${failure.verifier}`,
        });
      }
    }
  });
});
