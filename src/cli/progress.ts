const CLEAR_LINE = '\r\x1b[K';
const QUIET_MILLISECONDS = 500;
const INTERVAL_MILLISECONDS = 100;

/** Tells a person who waits what is being done, on one line that goes away. */
export interface Progress {
  update(text: string): void;
  /** Clears the line. */
  done(): void;
}

/** Shows progress on a terminal once the work takes longer than a moment; silent where the stream is none. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return { update: () => {}, done: () => {} };
  }
  let next = Date.now() + QUIET_MILLISECONDS;
  let shown = false;
  return {
    update(text) {
      const now = Date.now();
      if (now >= next) {
        next = now + INTERVAL_MILLISECONDS;
        shown = true;
        stream.write(`${CLEAR_LINE}${text.slice(0, stream.columns - 1)}`);
      }
    },
    done() {
      if (shown) {
        stream.write(CLEAR_LINE);
      }
    },
  };
}
