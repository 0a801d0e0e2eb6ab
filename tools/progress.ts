import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a run is. */
export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Somewhere to write that may be a terminal. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A bar on a terminal; elsewhere, such as in a CI log, one plain line for each tenth of the way. */
export function showProgress(total: number, stream: ProgressStream, unit = 'responses'): Progress {
  if (stream.isTTY) {
    const format = `{bar} {value}/{total} ${unit}, {eta_formatted} to go`;
    const bar = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
    bar.start(total, 0);
    return { update: (done) => bar.update(done), stop: () => bar.stop() };
  }
  let tenths = 0;
  return {
    update(done) {
      const reached = Math.floor((done * 10) / total);
      if (reached <= tenths) return;
      tenths = reached;
      stream.write(`${done}/${total} ${unit} sent\n`);
    },
    stop() {},
  };
}
