// A rehearsal of a CA rotation on loopback: a gateway that proxies with mutual TLS, two backends and a client under load,
// each a process, with the files of the manifests swapped phase by phase. What `rotation check` says of each sequence is
// held against the requests that are lost in it. Run after a build: node rehearsal/index.mjs [--seed N] [--gateway NAME]
import { parseArgs } from 'node:util';
import { isAgreed } from './agreement.mjs';
import { nginxVersion } from './nginx.mjs';
import { perform } from './perform.mjs';
import { randomNumbers } from './random.mjs';
import { createRotation } from './sequences.mjs';

/** What stands in for which gateway. Of Node.js the library knows nothing, so that it is taken for the strictest. */
const GATEWAYS = {
  node: { controllerName: 'example.com/rehearsal', stated: [] },
  nginx: {
    controllerName: 'gateway.nginx.org/nginx-gateway-controller',
    stated: [{ name: 'nginx-gateway-fabric', version: '2.6.7' }],
  },
};

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    delay: { type: 'string', default: '80' },
    gateway: { type: 'string', multiple: true, default: Object.keys(GATEWAYS) },
    sequence: { type: 'string', multiple: true },
  },
});

const [seed, rounds, delay] = ['seed', 'rounds', 'delay'].map(numberOf);
// Ends by way of `exit`, so that folders with keys are removed.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const started = performance.now();
let disagreements = 0;
for (const gateway of values.gateway) {
  disagreements += await rehearse(gateway);
}
console.log(`\n${disagreements === 0 ? 'all agree' : `${disagreements} DISAGREE`} (seed ${seed}, ${seconds()} s)`);
process.exitCode = disagreements === 0 ? 0 : 1;

/** Goes through all sequences with one gateway; returns how many came out otherwise than was said of them. */
async function rehearse(gateway) {
  const settings = GATEWAYS[gateway];
  if (settings === undefined) {
    throw new Error(`there is no gateway ${gateway}; ${Object.keys(GATEWAYS).join(', ')} are there`);
  }
  const version = gateway === 'nginx' ? nginxVersion() : process.versions.node;
  if (version === undefined) {
    console.log('\nNGINX is not installed: not rehearsed with it');
    return 0;
  }
  console.log(`\n${gateway === 'nginx' ? 'NGINX' : 'Node.js'} ${version} as the gateway`);
  console.log(row(['sequence', 'rotation check', 'sent', 'lost, random order', 'lost, order named', 'agree']));
  const rotation = await createRotation(settings);
  const sequences = wantedOf(rotation.sequences);
  let wrong = 0;
  for (const sequence of sequences) {
    const { agrees, cells, reasons } = await rehearseSequence(gateway, rotation, sequence);
    wrong += agrees ? 0 : 1;
    console.log(row(cells));
    for (const [reason, count] of agrees ? [] : reasons) {
      console.log(`  ${reason}: ${count}`);
    }
  }
  return wrong;
}

/** A safe sequence is gone through several times in random order, another one once so and once in the order named. */
async function rehearseSequence(gateway, rotation, { name, title, steps }) {
  const verdict = steps.find((step) => step.verdict !== 'safe')?.verdict ?? 'safe';
  const random = randomNumbers(seed + hash(`${gateway} ${name}`));
  const run = (isNamedFirst) => perform({ gateway, rotation, steps, random, delay, isNamedFirst });
  const atRandom = [];
  for (let round = 0; round < (verdict === 'safe' ? rounds : 1); round++) {
    atRandom.push(await run(false));
  }
  const asNamed = verdict === 'safe' ? [] : [await run(true)];
  const lost = { atRandom: lostIn(atRandom), asNamed: lostIn(asNamed) };
  const agrees = isAgreed(verdict, lost);
  const runs = [...atRandom, ...asNamed];
  return {
    agrees,
    reasons: runs.flatMap(({ failures }) => Object.entries(failures)),
    cells: [
      title,
      verdict,
      sum(runs.map(({ sent }) => sent)),
      lost.atRandom,
      verdict === 'safe' ? '-' : lost.asNamed,
      agrees ? 'yes' : 'NO',
    ],
  };
}

function wantedOf(sequences) {
  const wanted = values.sequence ?? sequences.map(({ name }) => name);
  return wanted.map((name) => {
    const sequence = sequences.find((candidate) => candidate.name === name);
    if (sequence === undefined) {
      throw new Error(`there is no sequence ${name}; ${sequences.map((each) => each.name).join(', ')} are there`);
    }
    return sequence;
  });
}

function numberOf(option) {
  const number = Number(values[option]);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${option} is ${values[option]}; a whole number above 0 is allowed`);
  }
  return number;
}

function lostIn(runs) {
  return sum(runs.flatMap(({ failures }) => Object.values(failures)));
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function row([title, ...cells]) {
  const widths = [16, 7, 20, 19, 7];
  return `${title.padEnd(40)}${cells.map((cell, index) => String(cell).padStart(widths[index])).join('')}`;
}

/** A number for a text, so that each sequence has random numbers of its own. */
function hash(text) {
  return [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0, 0);
}

function seconds() {
  return ((performance.now() - started) / 1000).toFixed(1);
}
