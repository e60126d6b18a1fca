import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import ssh2, { type SFTPWrapper } from "ssh2";
import { fingerprintOf } from "../../src/copies/sftp.ts";

const { OK, FAILURE, NO_SUCH_FILE, EOF } = ssh2.utils.sftp.STATUS_CODE;

export type SftpServer = AsyncDisposable & {
  port: number;
  fingerprint: string;
  /** Every name a file had for a moment. */
  opened: string[];
  /** While it is set, nothing can be written. */
  isFull: boolean;
};

/** A machine that lets one user in and keeps files in a folder. It knows no rename that replaces. */
export async function openSftpServer(
  folder: string,
  user: { name: string; password: string },
): Promise<SftpServer> {
  const host = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const parsed = ssh2.utils.parseKey(host.public);
  if (parsed instanceof Error) throw parsed;
  const server = new ssh2.Server({ hostKeys: [host.private] }, (client) => {
    client.on("error", () => {});
    // It is there, though the types of ssh2 forget it; without, each answer waits a twentieth of a second.
    Reflect.apply(Reflect.get(client, "setNoDelay"), client, [true]);
    client.on("authentication", (context) => {
      const isUser = context.username === user.name;
      if (isUser && context.method === "password" && context.password === user.password)
        context.accept();
      else context.reject(["password"]);
    });
    client.on("ready", () =>
      client.on("session", (accept) =>
        accept().on("sftp", (acceptSftp) => serveFiles(acceptSftp(), folder, self)),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  const self: SftpServer = {
    port: address.port,
    fingerprint: fingerprintOf(parsed.getPublicSSH()),
    opened: [],
    isFull: false,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return self;
}

function serveFiles(sftp: SFTPWrapper, folder: string, self: SftpServer): void {
  const files = new Map<string, { path: string; parts: Buffer[] | null }>();
  let count = 0;
  const at = (name: string) => join(folder, name);
  const done = (id: number, isDone: boolean, code = FAILURE) => sftp.status(id, isDone ? OK : code);
  sftp.on("OPEN", (id, name, flags) => {
    const writes = (flags & ssh2.utils.sftp.OPEN_MODE.WRITE) !== 0;
    self.opened.push(name);
    if (writes && self.isFull) return sftp.status(id, FAILURE, "No space left");
    if (!writes && !existsSync(at(name))) return sftp.status(id, NO_SUCH_FILE);
    const handle = `h${++count}`;
    files.set(handle, { path: at(name), parts: writes ? [] : null });
    sftp.handle(id, Buffer.from(handle));
  });
  sftp.on("WRITE", (id, handle, ...[, data]) => {
    files.get(handle.toString())?.parts?.push(Buffer.from(data));
    done(id, true);
  });
  sftp.on("READ", (id, handle, ...[offset, length]) => {
    const file = files.get(handle.toString());
    const bytes = file
      ? readFileSync(file.path).subarray(offset, offset + length)
      : Buffer.alloc(0);
    if (bytes.length === 0) return sftp.status(id, EOF);
    sftp.data(id, bytes);
  });
  sftp.on("CLOSE", (id, handle) => {
    const file = files.get(handle.toString());
    if (file?.parts) writeFileSync(file.path, Buffer.concat(file.parts));
    files.delete(handle.toString());
    done(id, true);
  });
  serveNames(sftp, folder, (handle) => files.get(handle.toString())?.path ?? "");
}

function serveNames(sftp: SFTPWrapper, folder: string, pathOf: (handle: Buffer) => string): void {
  const at = (name: string) => join(folder, name);
  const done = (id: number, isDone: boolean, code = FAILURE) => sftp.status(id, isDone ? OK : code);
  const attributes = (id: number, path: string) => {
    if (!existsSync(path)) return sftp.status(id, NO_SUCH_FILE);
    const { mode, size, uid, gid } = statSync(path);
    sftp.attrs(id, { mode, size, uid, gid, atime: 0, mtime: 0 });
  };
  sftp.on("FSTAT", (id, handle) => attributes(id, pathOf(handle)));
  sftp.on("STAT", (id, name) => attributes(id, at(name)));
  sftp.on("FSETSTAT", (id) => done(id, true));
  sftp.on("MKDIR", (id, name) => {
    if (existsSync(at(name))) return done(id, false);
    mkdirSync(at(name));
    done(id, true);
  });
  sftp.on("REMOVE", (id, name) => {
    const was = existsSync(at(name));
    rmSync(at(name), { force: true });
    done(id, was, NO_SUCH_FILE);
  });
  sftp.on("RENAME", (id, from, to) => {
    if (existsSync(at(to))) return done(id, false);
    renameSync(at(from), at(to));
    done(id, true);
  });
}
