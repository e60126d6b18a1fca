import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PORT = 5432;

/** An address in front of a PostgreSQL that a test can take away and give back, for everybody at once. */
export class Gateway {
  readonly url: string;
  readonly #folder: string;
  readonly #far: { path: string } | { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  private constructor(databaseUrl: string) {
    this.#folder = mkdtempSync(join(tmpdir(), "tg-"));
    this.#far = farOf(databaseUrl);
    this.url = inFolder(databaseUrl, this.#folder);
  }

  static async open(databaseUrl: string): Promise<Gateway> {
    const gateway = new Gateway(databaseUrl);
    await gateway.giveBack();
    return gateway;
  }

  /** From now on nobody listens; whoever was connected is cut off in mid-sentence. */
  async takeAway(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async giveBack(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#far);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          other.destroy();
          this.#sockets.delete(one);
        });
        one.pipe(other);
      }
    });
    const path = join(this.#folder, `.s.PGSQL.${PORT}`);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    this.#server = server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.takeAway();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A bundled server listens in a folder, named as `host` in the query; yours has a host and a port. */
function farOf(databaseUrl: string): { path: string } | { host: string; port: number } {
  const folder = new URLSearchParams(databaseUrl.split("?")[1]).get("host");
  if (folder !== null) return { path: join(folder, `.s.PGSQL.${PORT}`) };
  const { hostname, port } = new URL(databaseUrl);
  return { host: hostname, port: Number(port || PORT) };
}

function inFolder(databaseUrl: string, folder: string): string {
  const found = /^postgres(?:ql)?:\/\/([^/]*@)?[^/]*\/([^?]*)/.exec(databaseUrl);
  return `postgres://${found?.[1] ?? ""}/${found?.[2] ?? ""}?host=${encodeURI(folder)}`;
}
