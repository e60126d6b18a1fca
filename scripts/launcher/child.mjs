import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const parentPollMs = 1000;
/** What a shell says of a program that it could not start. */
const notStartedCode = 127;

/** Two steps of the tests may run side by side. */
const running = new Set();
let stoppedBy = null;

/** The signal that asked us to stop, or null. Steps that have not begun then never do. */
export function stopSignal() {
  return stoppedBy;
}

/** The exit code of a program that a signal ended, as shells count it. */
export function codeOfSignal(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

/** Passes on what we are told. The child ends its own children: it knows in which order. */
export function watchSignals() {
  for (const signal of signals) process.on(signal, () => stopBy(signal));
  watchParent();
}

/** Runs a program to its end and answers its exit code. */
export function run(program, args, options) {
  if (stoppedBy !== null) return Promise.resolve(codeOfSignal(stoppedBy));
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    running.add(child);
    child.once("error", (error) => {
      running.delete(child);
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      resolve(notStartedCode);
    });
    child.once("exit", (code, signal) => {
      running.delete(child);
      resolve(code ?? codeOfSignal(signal));
    });
  });
}

function stopBy(signal) {
  stoppedBy = signal;
  for (const child of running) child.kill(signal);
}

/** npm that is killed cannot pass it on: we notice that it is gone. */
function watchParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = ancestors();
  const poll = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(poll);
    stopBy("SIGTERM");
  }, parentPollMs);
  poll.unref();
}

/** Our parent may be a shell that outlives npm, so we look one further where the system tells. */
function ancestors() {
  const parent = process.ppid;
  try {
    const [, grandparent] = readFileSync(`/proc/${parent}/stat`, "latin1")
      .split(") ")
      .pop()
      .split(" ");
    return `${parent} ${grandparent}`;
  } catch {
    return `${parent}`;
  }
}
