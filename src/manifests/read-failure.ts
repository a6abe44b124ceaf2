/** Why a text could not be read, and where in it. Thrown by the readers of one document and turned into a `ReadProblem`. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';

  /**
   * @param message what was found and what is allowed; never text of the document beyond field names
   * @param fix what to do about it
   * @param offset where, in UTF-16 code units from the start of the document's text
   */
  constructor(
    message: string,
    readonly fix: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const LONGEST_KEY = 60;

/** Writes a field name into a message: on one line, and cut where it is too long to be one. */
export function quoteKey(key: string): string {
  const shown = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}...` : key;
  return JSON.stringify(shown);
}
