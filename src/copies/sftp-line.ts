import { posix } from "node:path";
import type { SFTPWrapper } from "ssh2";
import { messageOf } from "../lib/errors.ts";

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;
/** SSH_FX_NO_SUCH_FILE (draft-ietf-secsh-filexfer-02, section 7). */
const NO_SUCH_FILE = 2;

type Done = (cause?: Error | null) => void;

/** The few things we ask of the far side, as promises. */
export type Line = {
  read(path: string): Promise<Buffer | null>;
  write(path: string, bytes: Buffer): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes the folder and those above it; one that is there already is fine. */
  folder(path: string): Promise<void>;
};

export function lineOver(sftp: SFTPWrapper): Line {
  const made = new Set([".", "/", ""]);
  const line: Line = {
    read: async (path) => await readWhole(sftp, path),
    write: async (path, bytes) =>
      await settled((done) => sftp.writeFile(path, bytes, { mode: FILE_MODE }, done)),
    move: async (from, to) => await moveOver(sftp, from, to),
    async remove(path) {
      await settled((done) => sftp.unlink(path, done)).catch(unlessMissing);
    },
    async folder(path) {
      if (made.has(path)) return;
      await line.folder(posix.dirname(path));
      // It may be there: whether it is one shows when the first file is written.
      await settled((done) => sftp.mkdir(path, { mode: FOLDER_MODE }, done)).catch(() => undefined);
      made.add(path);
    },
  };
  return line;
}

/** A plain rename refuses to replace a file (protocol 3); OpenSSH has one that replaces it at once. */
async function moveOver(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  try {
    await settled((done) => sftp.ext_openssh_rename(from, to, done));
  } catch (cause) {
    if (!/extended request|unsupported/i.test(messageOf(cause))) throw cause;
    await settled((done) => sftp.unlink(to, done)).catch(unlessMissing);
    await settled((done) => sftp.rename(from, to, done));
  }
}

async function readWhole(sftp: SFTPWrapper, path: string): Promise<Buffer | null> {
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      sftp.readFile(path, (cause, bytes) => (cause ? reject(cause) : resolve(bytes)));
    });
  } catch (cause) {
    unlessMissing(cause);
    return null;
  }
}

const settled = (start: (done: Done) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    start((cause) => (cause ? reject(cause) : resolve()));
  });

function unlessMissing(cause: unknown): void {
  const isMissing =
    typeof cause === "object" && cause !== null && "code" in cause && cause.code === NO_SUCH_FILE;
  if (!isMissing) throw cause;
}
