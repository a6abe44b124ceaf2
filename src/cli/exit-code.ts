/** The exit codes of all commands. */
export const EXIT_CODE = {
  /** Nothing was found that counts as a failure. */
  clean: 0,
  /** Something was found that counts as a failure. */
  findings: 1,
  /** The command line is wrong, or the input cannot be read, so that the verdict is incomplete. */
  unusable: 2,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
