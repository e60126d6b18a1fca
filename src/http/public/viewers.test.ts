import { expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { calmFacts, MINUTE, NOW, outageFacts, PUBLIC_URL } from "../../../test/public-example.ts";
import { publicStateOf } from "../../domain/public-state.ts";
import { handClock } from "../../lib/clock.ts";
import { createFace } from "./face.ts";
import { publicRoutes } from "./routes.ts";

test("open pages hear once of each change, and nothing when only time has passed", async () => {
  const now = handClock(NOW);
  let facts = calmFacts;
  const read = async () => publicStateOf(facts, now());
  const face = createFace({ read, now, publicUrl: PUBLIC_URL, bannerScript: null });
  await using front = await createTestFront({ outside: [publicRoutes(face)] });
  await face.refresh();
  const address = await front.app.listen({ host: "127.0.0.1", port: 0 });

  const viewers = await Promise.all(
    Array.from({ length: 3 }, async () => await fetch(`${address}/events`)),
  );
  const heard = Promise.all(viewers.map(async (viewer) => await viewer.text()));
  for (const { status, headers } of viewers) {
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
  }

  now.pass(MINUTE / 2);
  await face.refresh();
  facts = outageFacts;
  await face.refresh();
  now.pass(MINUTE / 2);
  await face.refresh();
  await front.app.close();
  for (const text of await heard) {
    expect(text).toMatch(/^retry: \d+\n\n/);
    expect(text.match(/event: changed\n/g)).toHaveLength(1);
    // It says that there is news, not what: an event can carry no text that anybody wrote.
    expect(text).not.toContain("WhatsApp");
  }
});
