import type { Destination } from "./destination.ts";
import { s3 } from "./s3.ts";
import { sftp } from "./sftp.ts";

/** Every kind of place where a copy can be kept. A new one is added here, and nowhere else. */
export const destinations: readonly Destination[] = [s3, sftp];

export const destinationOf = (kind: string): Destination | null =>
  destinations.find((destination) => destination.kind === kind) ?? null;
