/** A package that comes without types: as much of it as a referee needs. */
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Server as NetServer } from "node:net";

  export type Pdu = {
    command: string;
    command_id: number;
    command_status: number;
    sequence_number: number;
    short_message?: { message: unknown; udh?: Buffer[] };
    message_payload?: { message: unknown };
    response(fields?: Record<string, unknown>): Pdu;
    [field: string]: unknown;
  };
  export type Session = EventEmitter & {
    send(pdu: Pdu): boolean;
    close(): void;
    destroy(): void;
  } & Record<
      | "bind_transceiver"
      | "bind_transmitter"
      | "submit_sm"
      | "deliver_sm"
      | "enquire_link"
      | "unbind"
      | "data_sm",
      (fields: Record<string, unknown>, answered?: (pdu: Pdu) => void) => boolean
    >;
  const smpp: {
    createServer(listener: (session: Session) => void): NetServer;
    connect(to: { host: string; port: number }): Session;
    errors: Record<string, number>;
  };
  export default smpp;
}

declare module "haraka-plugin-dkim/lib/dkim-verify-stream.js" {
  /** Asks `node:dns` for the key, and tells the verdict once: pass, fail, none, invalid or tempfail. */
  export default class DkimVerifier {
    constructor(options: object, done: (error: Error | null, result: string) => void);
    write(bytes: Buffer): boolean;
    end(): void;
  }
}
