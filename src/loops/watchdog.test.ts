import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { createWire } from "../lib/wire.ts";
import { Pulse, WATCHDOG_MS, watchdogOnce } from "./watchdog.ts";

test("R18: the calls to the dead-man's switch stop within two minutes of a loop that stands still", async () => {
  await using far = await FarEnd.open();
  const wire = createWire({ reach: "loopback" });
  const said: unknown[] = [];
  const note = (fields: unknown) => void said.push(fields);
  const log = { info: note, warn: note, error: note };
  const pulse = new Pulse();
  pulse.expect("seal", SECOND_MS, 0);
  pulse.expect("reconcile", 60 * MINUTE_MS, 0);
  const call = async (now: number) =>
    await watchdogOnce({ pulse, now, wire, url: `${far.url}/ping`, log });

  let now = 0;
  for (; now < 5 * MINUTE_MS; now += WATCHDOG_MS) {
    pulse.beat("seal", now);
    expect(await call(now)).toEqual({ still: [] });
  }
  expect(far.seen).toHaveLength(10);
  expect(far.seen[0]).toMatchObject({ method: "GET", url: "/ping" });

  const stoppedAt = now - WATCHDOG_MS;
  while ((await call(now)).still.length === 0) now += WATCHDOG_MS;
  expect(now - stoppedAt).toBeLessThanOrEqual(2 * MINUTE_MS);
  expect(said.at(-1)).toEqual({ still: ["seal"] });
  const before = far.seen.length;
  await call(now + MINUTE_MS);
  expect(far.seen).toHaveLength(before);

  pulse.beat("seal", now + MINUTE_MS);
  far.behaviour = { status: 500 };
  expect(await call(now + MINUTE_MS)).toEqual({ still: [] });
  expect(said.at(-1)).toEqual({ status: 500 });
  await wire.close();
});
