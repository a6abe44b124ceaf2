import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readGateways } from '../../src/cli/gateway-option';

const MAIN = join(__dirname, '../../lib/src/cli/bundle/main.js');

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'capabilities', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('upstream-tls capabilities', () => {
  test('prints the matrix', () => {
    const { status, stdout, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^gateway +version +btp\.apiVersion /);
    expect(stdout).toMatch(/^cilium +1\.20 +v1 +ConfigMap +ignored +unsafe +no /m);
  });

  test('prints one gateway with the evidence', () => {
    const { status, stdout, stderr } = run('traefik');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Traefik\nGatewayClass controllerName: traefik\.io\/gateway-controller\n/);
    expect(stdout).toContain('3.7         ConfigMap, Secret  release notes of 3.7.0');
  });

  test('prints one gateway at one version', () => {
    const { status, stdout, stderr } = run('gke@1.36.2-gke.2154000');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^GKE Gateway 1\.36\.2-gke\.2154000\n/);
    expect(stdout).toMatch(/^ccr +honored +conformance/m);
  });

  test('prints JSON', () => {
    const all = JSON.parse(run('--format', 'json').stdout);
    const istio = JSON.parse(run('istio', '--format', 'json').stdout);
    expect(all.gateways).toContainEqual(istio);
    const { version, capabilities } = JSON.parse(run('istio@1.30', '--format', 'json').stdout);
    expect(version).toBe('1.30');
    expect(capabilities).toContainEqual(expect.objectContaining({ capability: 'btp.san', value: 'required' }));
  });

  test.each<[string, readonly string[], string]>([
    ['the gateway is unknown', ['traefk'], '"traefk" is not a gateway implementation; did you mean "traefik"?'],
    [
      'the gateway is like none',
      ['nginx@1.9'],
      '"nginx" is not a gateway implementation; allowed are agentgateway, airlock,',
    ],
    ['the version is none', ['istio@latest'], 'version "latest" is not a version; state a minor version such as "1.9"'],
    ['the version is missing', ['istio@'], 'version "" is not a version'],
    ['the format is unknown', ['istio', '--format', 'sarif'], 'Allowed choices are text, json.'],
    ['two gateways are named', ['istio', 'traefik'], 'too many arguments'],
  ])('fails with exit code 2 where %s', (_name, args, reason) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test('is told of in the help', () => {
    const { stdout } = spawnSync(process.execPath, [MAIN, '--help'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^ {2}capabilities \[options\] \[gateway\] {2}print what the gateways can do/m);
  });
});

test('--gateway takes the month of a service without releases', () => {
  expect(readGateways(['azure-agc@2023-09'])).toEqual([{ name: 'azure-agc', version: '2023-09' }]);
});
