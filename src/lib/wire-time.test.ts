import { describe, expect, test } from "vitest";
import type { Answer, Ask } from "./wire.ts";
import { createWire } from "./wire.ts";
import { inOneTime } from "./wire-time.ts";

const refused: Answer = {
  ok: false,
  status: 400,
  json: null,
  text: "",
  failed: { kind: "rejected", why: "HTTP 400" },
};

/** A wire that notes for how long it is asked. */
function noting() {
  const asked: (number | undefined)[] = [];
  const request = async ({ timeoutMs }: Ask): Promise<Answer> => {
    asked.push(timeoutMs);
    return refused;
  };
  return { asked, wire: { reach: "loopback" as const, request } };
}
const ask: Ask = { method: "POST", url: "https://platform.example" };

describe("requests that share the time of one attempt", () => {
  test("have what the ones before left of it, and no more than they ask for", async () => {
    const { asked, wire } = noting();
    const hour = inOneTime(wire, 3_600_000);
    await hour.request(ask);
    await hour.request({ ...ask, timeoutMs: 3_600_000 });
    await hour.request({ ...ask, timeoutMs: 5_000 });
    const [first = 0, second = 0, third] = asked;
    expect([first <= 3_600_000, second <= first, third]).toEqual([true, true, 5_000]);
  });

  test("are not made any more when it is over", async () => {
    const { asked, wire } = noting();
    expect(await inOneTime(wire, 0).request(ask)).toMatchObject({
      failed: { kind: "unreachable" },
    });
    expect(asked).toEqual([]);
  });
});

test("a name that nobody answers for ends a request in its time, and surely nothing was sent", async () => {
  const lookup = () => new Promise<never>(() => undefined);
  const wire = createWire({ reach: "public", lookup });
  const answer = await wire.request({ ...ask, timeoutMs: 20 });
  expect(answer).toMatchObject({ ok: false, status: null, failed: { kind: "unreachable" } });
});
