/** Where progress is shown: a terminal, or anything that takes lines. */
export type Out = { isTTY?: boolean; columns?: number; write(text: string): unknown };

export type Progress = {
  /** How far it is; the total may become known, or change, on the way. */
  set(done: number, total?: number): void;
  /** Prints a line above the bar. */
  line(text: string): void;
  /** Leaves the last state on the screen. */
  end(): void;
};

/** The three words of a progress line, in the language of the terminal. */
export type ProgressWords = { of: string; left: string; took: string };

const english: ProgressWords = { of: "of", left: "left", took: "took" };
/** What is over at once needs no report in a log. */
const reportedFromMs = 1_000;
const drawEveryMs = 100;
const lineEveryMs = 5_000;
const barLength = 24;

/**
 * A bar with rate and time left on a terminal; elsewhere a plain line every few seconds, so that a
 * log stays readable.
 */
export function createProgress(options: {
  label: string;
  total: number;
  out?: Out;
  clock?: () => number;
  format?: (count: number) => string;
  words?: ProgressWords;
}): Progress {
  const { label, words = english, out = process.stderr, clock = () => performance.now() } = options;
  const format = options.format ?? ((count) => Math.round(count).toLocaleString("en"));
  const isTerminal = out.isTTY === true;
  const startedAt = clock();
  let [done, total, shownAt] = [0, options.total, startedAt];
  const state = () =>
    stateOf({ label, words, done, total, format, elapsedMs: clock() - startedAt });
  const draw = () => void out.write(`\r\x1b[2K${fit(barOf(done, total), state(), out.columns)}`);
  const show = () => (isTerminal ? draw() : void out.write(`${state()}\n`));
  return {
    set(to, newTotal) {
      done = to;
      total = newTotal ?? total;
      if (clock() - shownAt < (isTerminal ? drawEveryMs : lineEveryMs)) return;
      shownAt = clock();
      show();
    },
    line(text) {
      out.write(isTerminal ? `\r\x1b[2K${text}\n` : `${text}\n`);
      if (isTerminal) draw();
    },
    end() {
      if (isTerminal || clock() - startedAt >= reportedFromMs) show();
      if (isTerminal) out.write("\n");
    },
  };
}

type State = {
  label: string;
  words: ProgressWords;
  done: number;
  total: number;
  elapsedMs: number;
  format(count: number): string;
};

function stateOf({ label, words, done, total, elapsedMs, format }: State): string {
  const perSecond = elapsedMs > 0 ? (done * 1_000) / elapsedMs : 0;
  const share = total > 0 ? `${Math.floor((100 * done) / total)}%`.padStart(4) : "";
  const parts = [
    `${share} ${format(done)} ${words.of} ${format(total)} ${label}`,
    `${format(perSecond)}/s`,
  ];
  if (done < total && perSecond > 0)
    parts.push(`${timeOf((total - done) / perSecond)} ${words.left}`);
  else parts.push(`${words.took} ${timeOf(elapsedMs / 1_000)}`);
  return parts.join(", ");
}

function timeOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

function barOf(done: number, total: number): string {
  const full = total > 0 ? Math.min(barLength, Math.round((barLength * done) / total)) : 0;
  return `[${"#".repeat(full)}${".".repeat(barLength - full)}]`;
}

/** A line that wraps could not be drawn over: on a narrow terminal the bar goes first. */
function fit(bar: string, state: string, columns = 80): string {
  const whole = `${bar} ${state}`;
  return whole.length < columns ? whole : state.slice(0, columns - 1);
}

const kilobyte = 1_000;
const megabyte = 1_000_000;

/** Bytes as people read them. */
export const sizeOf = (bytes: number): string =>
  bytes < megabyte ? `${Math.round(bytes / kilobyte)} kB` : `${(bytes / megabyte).toFixed(1)} MB`;
