import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aMessage } from "../../test/kits/message.ts";
import { transportKit } from "../../test/kits/transport-kit.ts";
import type { Outcome } from "../domain/outcome.ts";
import { createWire, type WireLog } from "../lib/wire.ts";
import { teamsWorkflow } from "./teams-workflow.ts";

const sig = "s1gnature-of_the-test";
const path = "/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sv=1.0&sig=";
const settingsAt = (base: string) => ({ url: `${base}${path}${sig}` });

const misconfigured = (code: string): Outcome => ({ kind: "misconfigured", why: `Teams: ${code}` });
/** What flows answer, and what each asks for. */
const CODES: [status: number, code: string, outcome: Outcome][] = [
  [400, "TriggerInputSchemaMismatch", misconfigured("TriggerInputSchemaMismatch")],
  [400, "WorkflowTriggerIsNotEnabled", misconfigured("WorkflowTriggerIsNotEnabled")],
  [401, "DirectApiAuthorizationRequired", misconfigured("DirectApiAuthorizationRequired")],
  [404, "WorkflowNotFound", misconfigured("WorkflowNotFound")],
  [400, "ThrottledRequest", { kind: "throttled", waitMs: null }],
  [502, "NoResponse", { kind: "unknown", why: "Teams: NoResponse" }],
  [410, "<b>", { kind: "misconfigured", why: "HTTP 410" }],
];

transportKit(teamsWorkflow, {
  settings: settingsAt,
  cases: [
    {
      name: "202 is a flow that has begun",
      answer: [202],
      expect: { kind: "accepted", providerId: null },
    },
    {
      name: "429 waits as long as it is told, whatever its code",
      answer: [429, { error: { code: "WorkflowRunQuotaExceeded" } }, { "retry-after": "20" }],
      expect: { kind: "throttled", waitMs: 20_000 },
    },
    ...CODES.map(([status, code, outcome]) => ({
      name: `${status} ${code}`,
      answer: [status, { error: { code, message: "no" } }] as [number, unknown],
      expect: outcome,
    })),
  ],
});

async function sent(body: string) {
  await using end = await FarEnd.open();
  end.behaviour = { status: 401, body: { error: { code: "Denied", message: `no ${sig}` } } };
  const log: Parameters<WireLog>[0][] = [];
  const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
  const settings = teamsWorkflow.settings.parse(settingsAt(end.url));
  const outcome = await teamsWorkflow.send(aMessage({ body }), "crisis-room", settings, wire);
  await wire.close();
  const shown = JSON.stringify([log, outcome]);
  return { url: end.seen[0]?.url, json: JSON.parse(end.seen[0]?.body ?? ""), shown };
}

test("SEC-6 teams-workflow: the signature reaches the flow, and nobody else", async () => {
  const { url, shown } = await sent("Hello");
  expect(url).toBe(`${path}${sig}`);
  expect(shown).not.toContain(sig);
});

test("teams-workflow: a card of plain runs, in which no sign means anything", async () => {
  const link = "https://example.org/r/a_b";
  const { json } = await sent(`<at>everyone</at> **now** [x](y)\n\nHere: ${link} !`);
  const [{ contentType, content }] = json.attachments;
  expect(json.type).toBe("message");
  expect(contentType).toBe("application/vnd.microsoft.card.adaptive");
  expect(content).toMatchObject({ type: "AdaptiveCard", version: "1.4", lang: "fr" });
  expect(content.msteams).toEqual({ width: "Full" });
  const run = (text: string, more: object = {}) => ({ type: "TextRun", text, ...more });
  const block = (...inlines: object[]) => ({ type: "RichTextBlock", inlines });
  expect(content.body).toEqual([
    block(run("WhatsApp est en panne", { weight: "Bolder", size: "Large" })),
    block(run("<at>everyone</at> **now** [x](y)")),
    block(
      run("Here: "),
      run(link, { selectAction: { type: "Action.OpenUrl", url: link } }),
      run(" !"),
    ),
  ]);
});

test("teams-workflow: an address without its signature is none", () => {
  const url = "https://prod-1.westus.logic.azure.com/workflows/abc/triggers/manual/paths/invoke";
  expect(teamsWorkflow.settings.safeParse({ url }).success).toBe(false);
});
