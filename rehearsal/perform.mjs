// Performs a sequence under load, and counts what is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { filesOf } from './materialize.mjs';
import { shuffled } from './random.mjs';
import { Stage } from './stage.mjs';

/** Milliseconds for which a state that has been reached is held: before the first step, and at each barrier. */
const HOLD = 100;

/**
 * Goes through the steps of a sequence. In each, the files that change arrive one by one: first those that are named, after which there is
 * a pause, then the others in random order, each after a random delay. Once all are loaded the next step begins.
 *
 * @param delay the longest delay in milliseconds
 */
export async function perform({ gateway, rotation, steps, random, delay, isNamedFirst }) {
  const stage = await Stage.open(gateway, filesOf(rotation.before, rotation.keys));
  try {
    await sleep(HOLD);
    for (const { to, named } of steps) {
      const files = shuffled(
        [...filesOf(to, rotation.keys)].filter(([path, { content }]) => stage.contentOf(path) !== content),
        random,
      );
      const isFirst = ([, { title }]) => isNamedFirst && named.includes(title);
      const first = files.filter(isFirst);
      for (const [path, { content }] of first) {
        await stage.replace(path, content);
      }
      await sleep(first.length === 0 ? 0 : HOLD);
      for (const [path, { content }] of files.filter((file) => !isFirst(file))) {
        await sleep(delay * (0.5 + random() / 2));
        await stage.replace(path, content);
      }
      await sleep(HOLD);
    }
    return await stage.finish();
  } finally {
    await stage.close();
  }
}
