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
}): Progress {
  const { label, out = process.stderr, clock = () => performance.now() } = options;
  const format = options.format ?? ((count) => Math.round(count).toLocaleString("en"));
  const isTerminal = out.isTTY === true;
  const startedAt = clock();
  let [done, total, shownAt] = [0, options.total, startedAt];
  const state = () => stateOf({ label, done, total, format, elapsedMs: clock() - startedAt });
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
      show();
      if (isTerminal) out.write("\n");
    },
  };
}

type State = {
  label: string;
  done: number;
  total: number;
  elapsedMs: number;
  format(count: number): string;
};

function stateOf({ label, done, total, elapsedMs, format }: State): string {
  const perSecond = elapsedMs > 0 ? (done * 1_000) / elapsedMs : 0;
  const share = total > 0 ? `${Math.floor((100 * done) / total)}%`.padStart(4) : "";
  const parts = [`${share} ${format(done)} of ${format(total)} ${label}`, `${format(perSecond)}/s`];
  if (done < total && perSecond > 0) parts.push(`${timeOf((total - done) / perSecond)} left`);
  else parts.push(`took ${timeOf(elapsedMs / 1_000)}`);
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

const MEGABYTE = 1_000_000;

/** Bytes as people read them. */
export const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;
