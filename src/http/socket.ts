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

/** A port that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

/** The widget as built, or null where nothing was built. */
export const bannerScript = (): string | null =>
  existsSync(BANNER) ? readFileSync(BANNER, "utf8") : null;
