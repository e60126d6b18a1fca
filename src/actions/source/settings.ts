import { seal, unseal } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import { findSensor } from "../../sensors/index.ts";
import type { Sensor } from "../../sensors/sensor.ts";

export type Typed = Record<string, unknown>;

export function requireSensor(kind: string): Sensor {
  const sensor = findSensor(kind);
  if (!sensor) throw refusal("invalid", "errors:unknown.sensor", { field: "sensor" });
  return sensor;
}

/** Checks what was typed, and parts it into what may be shown and what is sealed. */
export function partSettings(
  sensor: Sensor,
  typed: Typed,
  keep: { secretKey: Buffer; sealed: Buffer | null },
): { settings: string; secrets: Buffer | null } {
  const kept = keep.sealed ? openSecrets(keep.secretKey, keep.sealed) : {};
  const isSecret = (name: string) => sensor.secrets.includes(name);
  // A secret is write-only: a form that leaves it empty means the one we have.
  const fresh = Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => isSecret(name) && value !== ""),
  );
  const open = Object.fromEntries(Object.entries(typed).filter(([name]) => !isSecret(name)));
  const secrets = { ...kept, ...fresh };
  const [problem] = sensor.problems({ ...open, ...secrets });
  if (problem) throw refusal("invalid", "errors:fields", { names: problem.field, ...problem });
  const sealed =
    Object.keys(secrets).length > 0 ? seal(keep.secretKey, JSON.stringify(secrets)) : null;
  return { settings: JSON.stringify(open), secrets: sealed };
}

export function openSecrets(secretKey: Buffer, sealed: Buffer): Typed {
  const opened: unknown = JSON.parse(unseal(secretKey, sealed));
  return typeof opened === "object" && opened !== null ? { ...opened } : {};
}
