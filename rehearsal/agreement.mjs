// When what `rotation check` says of a sequence and the requests that are lost in it go together.

/**
 * A safe sequence loses nothing in any order. An unsafe one loses some where the files arrive in the order that the check
 * names; whether it does in a random order is left to chance.
 *
 * @param lost requests, in random order and in the order named
 */
export function isAgreed(verdict, lost) {
  return verdict === 'safe' ? lost.atRandom === 0 : lost.asNamed > 0;
}
