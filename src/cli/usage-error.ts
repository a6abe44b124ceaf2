/** Thrown where the command line asks for something that does not exist; the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
