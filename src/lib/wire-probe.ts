import { connect } from "node:net";
import type { Vetted } from "./address-guard.ts";
import { codeOf } from "./errors.ts";

/** Whether a machine answers, how soon, and where the fault lies when it does not. */
export type TcpProbe =
  | { ok: true; ms: number; address: string }
  | { ok: false; blame: "address" | "lookup" | "connection"; why: string };

const TIMEOUT_MS = 5_000;

/** Opens a connection to an address that was vetted, and closes it again. */
export function probeTcp(
  vetted: Vetted,
  to: { port: number; timeoutMs?: number },
): Promise<TcpProbe> {
  if (!vetted.ok) return Promise.resolve(vetted);
  const [address] = vetted.addresses;
  if (address === undefined) return Promise.resolve(broken("no address"));
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: to.port });
    const end = (probe: TcpProbe) => {
      socket.destroy();
      resolve(probe);
    };
    socket.setTimeout(to.timeoutMs ?? TIMEOUT_MS, () => end(broken("no answer in time")));
    socket.once("connect", () => end({ ok: true, ms: performance.now() - startedAt, address }));
    socket.once("error", (cause) => end(broken(codeOf(cause) ?? cause.message)));
  });
}

const broken = (why: string): TcpProbe => ({ ok: false, blame: "connection", why });
