// The sequence that `rotation plan` gives for a change of the CA, and what people do instead.
import { createRequire } from 'node:module';
import { manifestSet } from './manifests.mjs';
import { createRoot, issue } from './pki.mjs';
import { BACKENDS, hostnameOf } from './topology.mjs';

const require = createRequire(import.meta.url);
const { checkRotation } = require('../lib/src/rotation/check-rotation.js');
const { planRotation } = require('../lib/src/rotation/plan-rotation.js');

/**
 * A rotation from one root to another: its sequences of steps, each with what `rotation check` says of it, and the private
 * keys by certificate.
 *
 * @param gateway what the manifests say of the gateway, and the version that is stated
 */
export async function createRotation({ controllerName, stated }) {
  const [a, b] = [await createRoot('old root'), await createRoot('new root')];
  const leaves = { a: await leavesOf(a), b: await leavesOf(b) };
  const set = (trusted, issued) => manifestSet({ controllerName, trusted, leaves: issued });
  const before = set([a], leaves.a);
  const after = set([b], leaves.b);
  const options = { now: new Date(), gateways: stated };
  const plan = planRotation(before, after, options);
  if (!plan.possible) {
    throw new Error(`rotation plan finds no sequence: ${plan.interleaving.story}`);
  }
  const phases = plan.phases.map(({ title, manifests }) => ({ title, set: manifests }));
  const [prepare, activate, retire] = phases;
  const titles = phases.map(({ title }) => title).join(', ');
  if (titles !== 'prepare, activate, retire') {
    throw new Error(`rotation plan gives ${titles}, and not the three phases that are rehearsed`);
  }
  const sequences = [
    ['planned', titles, phases.map((phase) => phase.set)],
    ['at-once', 'all at once', [retire.set]],
    ['prepare-and-activate', 'prepare and activate at once, retire', [activate.set, retire.set]],
    ['activate-and-retire', 'prepare, activate and retire at once', [prepare.set, retire.set]],
    ['no-prepare', 'activate without prepare, then trust', [set([a], leaves.b), retire.set]],
    ['trust-replaced', 'replace the trust, then activate', [set([b], leaves.a), retire.set]],
    ['retire-early', 'prepare, retire, activate', [prepare.set, set([b], leaves.a), retire.set]],
  ];
  const checked = sequences.map(([name, title, sets]) => ({ name, title, steps: stepsOf(before, sets, options) }));
  return { before, sequences: checked, keys: new Map(Object.values(leaves).flatMap(keysOf)) };
}

function stepsOf(before, sets, options) {
  return sets.map((to, index) => {
    const { verdict, interleaving } = checkRotation(sets[index - 1] ?? before, to, options);
    return { to, verdict, named: interleaving?.applied ?? [] };
  });
}

async function leavesOf(root) {
  const backends = await Promise.all(
    BACKENDS.map(async (name) => [name, await issue(root, hostnameOf(name), 'serverAuth')]),
  );
  return { gateway: await issue(root, 'edge.gateways.example.com', 'clientAuth'), ...Object.fromEntries(backends) };
}

function keysOf(leaves) {
  return Object.values(leaves).map(({ pem, key }) => [pem, key]);
}
