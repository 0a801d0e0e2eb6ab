import { clearLine, cursorTo } from 'node:readline';

/** Says what goes on in one line that each step replaces. */
export interface Progress {
  step(words: string): void;
  stop(): void;
}

/** Where the stream is no terminal nothing is said: a log has no use for it. */
export function showSteps(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { step() {}, stop() {} };
  const clear = () => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  return {
    step(words) {
      clear();
      stream.write(words.slice(0, stream.columns - 1));
    },
    stop: clear,
  };
}
