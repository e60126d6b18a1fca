import { connect, type Socket } from "node:net";

const WAVE = 500;

/** Pages that stay open, each with a line to /events. */
export type Viewers = { heard(): number; close(): void };

/** Opens so many, in waves, and waits until each of them has been greeted. */
export async function openViewers(url: string, count: number): Promise<Viewers> {
  const { hostname, port, host } = new URL(url);
  const sockets: Socket[] = [];
  const hearers = new Set<Socket>();
  const open = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      sockets.push(socket);
      socket.once("error", reject);
      socket.write(`GET /events HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\n\r\n`);
      socket.on("data", (piece: Buffer) => {
        if (piece.includes("retry:")) resolve();
        if (piece.includes("event: changed")) hearers.add(socket);
      });
    });
  for (let done = 0; done < count; done += WAVE) {
    await Promise.all(Array.from({ length: Math.min(WAVE, count - done) }, open));
  }
  return {
    heard: () => hearers.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
