import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { createWire } from "../lib/wire.ts";

const program = new URL("process.ts", import.meta.url).pathname;

test.each(["whatsapp-cloud", "twilio-sms", "smtp-email", "signed-webhook"])(
  "%s runs in a process of its own and says where",
  async (kind) => {
    const child = spawn(process.execPath, [program, kind, "--people", "prompt"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface(child.stdout), "line");
    const told = JSON.parse(String(line));
    expect(told).toMatchObject({
      kind,
      url: expect.stringMatching(/^(http|smtp):\/\/127\.0\.0\.1:/),
    });
    const wire = createWire({ reach: "loopback" });
    const ledger = await wire.request({ method: "GET", url: `${told.controlUrl}/_ledger` });
    expect(ledger).toMatchObject({ json: { accepted: 0, duplicates: 0, waiting: 0 } });
    await wire.close();
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    expect(await gone).toEqual([0, null]);
  },
);

test("without a kind it says how it is called", async () => {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "ignore", "pipe"] });
  const [[line], [code]] = await Promise.all([once(child.stderr, "data"), once(child, "exit")]);
  expect(String(line)).toContain("whatsapp-cloud|twilio-sms|smtp-email|signed-webhook");
  expect(code).toBe(2);
});
