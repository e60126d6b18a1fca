import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseReference, referenceOf } from "../../src/domain/reference.ts";
import { createCallbackDesk } from "../kits/callback-desk.ts";
import { crowd } from "./delivery-world.ts";

const [ana, bob] = crowd(2);
const MINUTE = 60_000;
const spoolOf = (dataDir: string) => readdirSync(join(dataDir, "spool"));

test("SEC-6: a callback with a bad signature is refused, logged, and kept nowhere", async () => {
  await using desk = await createCallbackDesk();
  for (const way of ["whatsapp", "sms", "webhook"] as const) {
    for (const signature of ["", "sha256=00", "t=1,v1=00"]) {
      const answer = await desk.knock(way, '{"entry":[]}', { signature });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toEqual({
        error: { code: "unauthenticated", message: "The signature does not fit." },
      });
    }
  }
  const told = desk.warnings.map(({ message }) => message);
  expect(told).toEqual(Array(9).fill("A callback without a valid signature."));
  expect(desk.warnings[0]?.fields).toEqual({
    channelId: desk.channels.whatsapp,
    from: "127.0.0.1",
  });
  expect(await desk.db.selectFrom("inbox").selectAll().execute()).toEqual([]);
  expect(spoolOf(desk.dataDir)).toEqual([]);
  // The doors do open for the right key: the refusals above are not a broken desk.
  for (const way of ["whatsapp", "sms", "webhook"] as const) {
    expect((await desk.knock(way, "MessageSid=SM1")).statusCode).toBe(200);
  }
  expect(await desk.db.selectFrom("inbox").selectAll().execute()).toHaveLength(3);
});

test("a channel that does not exist answers like a wrong signature, and a body too large is refused", async () => {
  await using desk = await createCallbackDesk();
  const at = (id: string, payload = "{}") =>
    desk.app.inject({ method: "POST", url: `/hooks/${id}`, payload });
  expect((await at("99")).json()).toEqual((await at(String(desk.channels.whatsapp))).json());
  expect((await at("99")).statusCode).toBe(401);
  expect((await at("0x1g")).statusCode).toBe(404);
  expect((await at(String(desk.channels.whatsapp), "x".repeat(3_000_001))).statusCode).toBe(413);
  expect(await desk.db.selectFrom("inbox").selectAll().execute()).toEqual([]);
});

test("R16: a receipt for an attempt that nobody knows yet waits, and is matched when it appears", async () => {
  await using desk = await createCallbackDesk();
  if (!ana || !bob) throw new Error("There is nobody to tell.");
  await desk.contacts([ana, bob]);
  const id = await desk.launch();
  await desk.settle();
  const [first] = desk.simulators.whatsapp.received.all();
  const key = parseReference(first?.reference ?? "");
  if (!key) throw new Error("The provider got no reference of ours.");
  // The next rung of the same delivery: it will be SMS, and does not exist before patience ends.
  const early = referenceOf({ ...key, rung: key.rung + 1 });
  const body = "MessageSid=SM1&MessageStatus=delivered";
  const answer = await desk.knock("sms", body, { query: `?reference=${early}` });
  expect(answer.statusCode).toBe(200);
  await desk.settle();
  const orphans = await desk.db.selectFrom("orphan").select("heard").execute();
  expect(orphans).toEqual([{ heard: expect.objectContaining({ reference: early }) }]);
  expect(await desk.deliveries(id)).toMatchObject([{ rung: 0, settled: null }, { rung: 0 }]);

  await desk.pass(MINUTE);
  await desk.pass(MINUTE);
  await desk.pass(MINUTE);
  const deliveries = await desk.deliveries(id);
  expect(deliveries[key.ordinal]).toMatchObject({ rung: 1, settled: "reached" });
  expect(await desk.db.selectFrom("orphan").selectAll().execute()).toEqual([]);
  const pagers = [ana, bob].map(({ webhook }) => webhook ?? "");
  const alarmed = pagers.filter((to) => desk.simulators.webhook.received.textsOf(to).length > 0);
  expect(alarmed).toEqual([pagers[1 - key.ordinal]]);
});
