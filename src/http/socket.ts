import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { AppError, codeOf } from "../lib/errors.ts";
import type { App } from "./routes.ts";

const BANNER = fileURLToPath(new URL("../../dist/widget/banner.js", import.meta.url));

/** Opens the socket; a port that is taken or forbidden ends in a sentence. */
export async function listen(app: App, at: { host: string; port: number }): Promise<void> {
  try {
    await app.listen(at);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "EADDRINUSE") {
      throw new AppError(
        "conflict",
        `Port ${at.port} is in use by another program. Choose another: TOCSIN_PORT=${at.port + 1} npm start`,
      );
    }
    if (code === "EACCES" || code === "EADDRNOTAVAIL") {
      throw new AppError(
        "conflict",
        `Tocsin may not listen on ${at.host}, port ${at.port} (${code}). Set TOCSIN_HOST and TOCSIN_PORT.`,
      );
    }
    throw cause;
  }
}

/**
 * The port that is wanted; for 0 one that nobody uses, and that nobody else is given before it is
 * released: a start that takes its time would find it taken.
 */
export async function holdPort(
  wanted: number,
): Promise<{ port: number; release(): Promise<void> }> {
  if (wanted !== 0) return { port: wanted, release: async () => undefined };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  const release = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { port: address.port, release };
}

/** The widget as built, or null where nothing was built. */
export const bannerScript = (): string | null =>
  existsSync(BANNER) ? readFileSync(BANNER, "utf8") : null;
