import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import ssh2 from "ssh2";
import { expect, test } from "vitest";
import { openSftpServer } from "../../test/kits/sftp-server.ts";
import { createPlace } from "../../test/place.ts";
import { createWire } from "../lib/wire.ts";
import type { Opened, Shelf } from "./destination.ts";
import { fileOf } from "./manifest.ts";
import { fingerprintOf, type SftpSettings, sftp } from "./sftp.ts";

const SSHD = "/usr/sbin/sshd";
const page = (words: string) => fileOf(Buffer.from(words), "text/html", "no-cache");
const USER = { name: "web", password: "a long password" };

async function open(change: Partial<SftpSettings>): Promise<Opened> {
  const settings = sftp.settings.parse({
    host: "127.0.0.1",
    fingerprint: `SHA256:${"A".repeat(43)}`,
    user: USER.name,
    password: USER.password,
    folder: "site",
    ...change,
  });
  return await sftp.open(settings, createWire({ reach: "loopback" }), () => 0);
}

function shelfIn(opened: Opened): Shelf {
  if (!opened.ok) throw new Error(JSON.stringify(opened.why));
  return opened.shelf;
}

/** What any far side must do for us. */
async function expectKept(shelf: Shelf, folder: string): Promise<void> {
  expect(await shelf.read("fr/index.html")).toEqual({ kind: "nothing" });
  expect(await shelf.write("fr/incidents/1/index.html", page("one"))).toBeNull();
  expect(await shelf.write("fr/index.html", page("Bonjour"))).toBeNull();
  expect(await shelf.write("fr/index.html", page("Bonsoir"))).toBeNull();
  expect(readFileSync(join(folder, "fr/index.html"), "utf8")).toBe("Bonsoir");
  expect(existsSync(join(folder, "fr/index.html.tocsin-new"))).toBe(false);
  expect(await shelf.read("fr/index.html")).toEqual({
    kind: "read",
    bytes: Buffer.from("Bonsoir"),
  });
  expect(await shelf.remove("fr/incidents/1/index.html")).toBeNull();
  expect(await shelf.remove("fr/incidents/1/index.html")).toBeNull();
  expect(existsSync(join(folder, "fr/incidents/1/index.html"))).toBe(false);
}

test("a file is written aside and renamed, also where a rename replaces nothing", async () => {
  using place = createPlace();
  await using server = await openSftpServer(place.path, USER);
  const shelf = shelfIn(await open({ port: server.port, fingerprint: server.fingerprint }));
  await expectKept(shelf, join(place.path, "site"));
  expect(server.opened.filter((name) => name === "site/fr/index.html")).toHaveLength(2);
  expect(server.opened).toContain("site/fr/index.html.tocsin-new");

  server.isFull = true;
  expect(await shelf.write("fr/index.html", page("more"))).toEqual({
    code: "copies:sftp.answer",
    params: { why: "No space left" },
  });
  expect(readFileSync(join(place.path, "site/fr/index.html"), "utf8")).toBe("Bonsoir");
  await shelf.close();
});

test("another machine under that address gets neither password nor files", async () => {
  using place = createPlace();
  await using server = await openSftpServer(place.path, USER);
  const opened = await open({ port: server.port });
  expect(opened).toEqual({
    ok: false,
    why: {
      code: "copies:sftp.other_key",
      params: { host: "127.0.0.1", shown: server.fingerprint },
    },
  });
});

test("what goes wrong is a sentence that says what to do", async () => {
  using place = createPlace();
  await using server = await openSftpServer(place.path, USER);
  const at = { port: server.port, fingerprint: server.fingerprint };
  expect(await open({ ...at, password: "wrong" })).toEqual({
    ok: false,
    why: { code: "copies:sftp.refused", params: { user: "web" } },
  });
  expect(await open({ ...at, privateKey: "no key" })).toMatchObject({
    why: { code: "copies:sftp.key" },
  });
  expect(await open({ ...at, port: await freePort() })).toMatchObject({
    why: { code: "copies:unreachable" },
  });
  expect(await open({ ...at, host: "93.184.215.14" })).toMatchObject({
    why: { code: "copies:unreachable" },
  });
  expect(sftp.settings.safeParse({ ...at, host: "h", user: "u", folder: "../etc" }).success).toBe(
    false,
  );
});

test("on the internet it talks to nothing but SSH", async () => {
  const wire = createWire({ reach: "public", lookup: async () => ["192.168.1.4"] });
  const settings = { host: "web.example", fingerprint: "", user: "u", folder: "site" };
  expect(await sftp.open({ ...settings, port: 25 }, wire, () => 0)).toMatchObject({
    why: { code: "copies:sftp.port" },
  });
  expect(await sftp.open({ ...settings, port: 22 }, wire, () => 0)).toMatchObject({
    why: { params: { why: "web.example leads to a private address" } },
  });
  await wire.close();
});

if (!existsSync(SSHD)) console.info("The distribution's sshd is absent: it was not asked.");
test.runIf(existsSync(SSHD))("OpenSSH keeps it the same way", async () => {
  using place = createPlace();
  const key = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  await using server = await openSshd(place.path, key.public);
  const folder = join(place.path, "site");
  mkdirSync(folder);
  const { username: user } = userInfo();
  const { port, fingerprint } = server;
  const shelf = shelfIn(await open({ port, fingerprint, user, folder, privateKey: key.private }));
  await expectKept(shelf, folder);
  await shelf.close();
});

async function openSshd(folder: string, publicKey: string) {
  const host = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  chmodSync(folder, 0o700);
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${file("host", `${host.private}\n`)}`,
    `AuthorizedKeysFile ${file("authorized", `${publicKey}\n`)}`,
    "PasswordAuthentication no",
    "PermitRootLogin yes",
    "StrictModes no",
    "UsePAM no",
    `PidFile ${join(folder, "pid")}`,
    "Subsystem sftp internal-sftp",
  ];
  // The one that runs as a service makes this folder; without it no sshd of root's starts.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const child = spawn(SSHD, ["-D", "-f", file("config", `${lines.join("\n")}\n`)], {
    stdio: "ignore",
  });
  while (child.exitCode === null && !(await answers(port))) await pause(50);
  const parsed = ssh2.utils.parseKey(host.public);
  if (parsed instanceof Error) throw parsed;
  return {
    port,
    fingerprint: fingerprintOf(parsed.getPublicSSH()),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

const answers = async (port: number): Promise<boolean> =>
  (await createWire({ reach: "loopback" }).tcp({ host: "127.0.0.1", port })).ok;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  return address.port;
}
