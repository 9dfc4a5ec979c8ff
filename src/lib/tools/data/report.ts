/** Tells whoever waits what goes on. */
export interface Report {
  /** A line that stays. */
  line(text: string): void;
  /** `done` of `total`; redrawn in place on a terminal, a line at every quarter elsewhere. */
  bar(label: string, done: number, total: number): void;
  /** For a wait of unknown length: says how long it has lasted until the answer is called. */
  waiting(label: string): () => void;
}

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const cells = 24;
const clearLine = '\r\u001B[2K';

export const reportTo = (output: Output): Report => (output.isTTY ? terminalReport(output) : logReport(output));

/** Redraws one line, and ends it when the job does. */
function terminalReport(output: Output): Report {
  const redraw = (text: string): void => void output.write(clearLine + text);
  return {
    line: (text) => redraw(`${text}\n`),
    bar(label, done, total) {
      const filled = Math.round((cells * done) / total);
      const end = done === total ? '\n' : '';
      redraw(`${label} [${'#'.repeat(filled)}${'.'.repeat(cells - filled)}] ${done} of ${total}${end}`);
    },
    waiting(label) {
      const started = Date.now();
      const draw = (): void => redraw(`${label} … ${Math.round((Date.now() - started) / 1000)} s`);
      draw();
      const timer = setInterval(draw, 1000);
      return () => {
        clearInterval(timer);
        draw();
        output.write('\n');
      };
    },
  };
}

/** Few lines, each readable alone. */
function logReport(output: Output): Report {
  const line = (text: string): void => void output.write(`${text}\n`);
  return {
    line,
    bar(label, done, total) {
      const quarter = (count: number): number => Math.floor((4 * count) / total);
      if (quarter(done) > quarter(done - 1)) line(`${label}: ${done} of ${total}`);
    },
    waiting(label) {
      const started = Date.now();
      const seconds = (): number => Math.round((Date.now() - started) / 1000);
      line(label);
      const timer = setInterval(() => line(`${label}: ${seconds()} s so far`), 30_000);
      return () => {
        clearInterval(timer);
        line(`${label}: ${seconds()} s`);
      };
    },
  };
}
