import type { House } from "../actions/action.ts";
import { type KeptSettings, openSettings } from "../actions/channel/settings.ts";
import { randomToken } from "../lib/crypto.ts";
import { codeOf } from "../lib/errors.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** What a drill channel or account was last told: nothing where there is none yet. */
export const settingsOf = (house: House, row: KeptSettings | undefined): Settings =>
  row === undefined ? {} : openSettings(row, house.secretKey);

/** The secret it has already, or a new one: a drill's is worth nothing outside of it. */
export function secretOf(kept: Settings, name: string): string {
  const known = kept[name];
  return typeof known === "string" && known !== "" ? known : randomToken();
}

/** The port that it pointed at; none where it never did. */
export function portOf({ base, port }: Settings): number {
  if (typeof port === "number") return port;
  return typeof base === "string" && URL.canParse(base) ? Number(new URL(base).port) : 0;
}

/** Starts where it stood before, so that nothing has to be changed; elsewhere when that is taken. */
export async function startThere<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (cause) {
    if (port === 0 || (codeOf(cause) !== "EADDRINUSE" && codeOf(cause) !== "EACCES")) throw cause;
    return await start(0);
  }
}

/** Whether the channel or account says all of this already. */
export const saysAll = (kept: Settings, wanted: Settings): boolean =>
  Object.entries(wanted).every(([name, value]) => kept[name] === value);
