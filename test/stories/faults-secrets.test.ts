import { sql } from "kysely";
import { expect, test } from "vitest";
import { transports } from "../../src/transports/index.ts";
import { describe as described } from "../../src/transports/transport.ts";
import { createTestFront } from "../front.ts";

const SID = `AC${"0".repeat(32)}`;
/** What cannot be any text: everything else is typed as its example or its name. */
const FITTING: Record<string, unknown> = {
  accountSid: SID,
  phoneNumberId: "100200300",
  pageId: "100200300",
  sender: "+33700000001",
  from: "crise@clairval.example",
  host: "mail.clairval.example",
  port: 587,
  security: "starttls",
  url: "https://pager.clairval.example/tocsin",
  base: "https://signal.clairval.example",
  number: "+33700000001",
  caller: "+33700000001",
  contact: "mailto:crise@clairval.example",
};
/** Secrets that a platform hands out in a shape of its own, by kind and name. */
const SHAPES: Record<string, string> = {
  "telegram token": "123456789:{canary}",
  "web-push privateKey": "{canary}AAAAAA",
  "slack-webhook url": "https://hooks.slack.com/services/T0001/B0001/{canary}",
  "discord-webhook url": "https://discord.com/api/webhooks/1234567890/{canary}",
  "teams-workflow url": "https://flows.clairval.example/invoke?sig={canary}",
};
/** SMPP takes eight characters (SMPP 3.4, 5.2.2). */
const SHORT: Record<string, string> = { "smpp password": "c4n4ry!7" };
const canaryOf = (kind: string, name: string) =>
  SHORT[`${kind} ${name}`] ?? `canary-${kind}-${name}-0123456789`;

/** Every transport as a channel, with a canary in each of its secrets. */
async function createBirdHouse() {
  const front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator", "communicator", "responder");
  const canaries: string[] = [];
  for (const transport of transports) {
    const { kind, fields } = described(transport);
    const settings = Object.fromEntries(
      fields.flatMap(({ name, type, required, options }) => {
        if (type === "secret") {
          const canary = canaryOf(kind, name);
          canaries.push(canary);
          return [[name, (SHAPES[`${kind} ${name}`] ?? "{canary}").replace("{canary}", canary)]];
        }
        if (!required) return [];
        return [[name, FITTING[name] ?? options?.[0] ?? name]];
      }),
    );
    const channel = { transport: kind, name: kind, settings };
    const made = await ada.ask("POST", "/api/channels", channel);
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  }
  return { front, ada, canaries };
}

test("S1, S6: no answer of the API, no event and no row of the database holds a secret in clear", async () => {
  const { front, ada, canaries } = await createBirdHouse();
  await using _ = front;
  expect(canaries.length).toBeGreaterThanOrEqual(transports.length);
  const { paths } = (await ada.ask("GET", "/api/docs/json")).body;
  const { channels } = (await ada.ask("GET", "/api/channels")).body;
  const asked = Object.keys(paths).filter((path) => "get" in paths[path] && path !== "/api/live");
  const texts: string[] = [];
  for (const path of asked) {
    for (const { id } of path.includes("/channels/{id}") ? channels : [{ id: 1 }]) {
      const { status, body } = await ada.ask("GET", path.replaceAll(/\{\w+\}/g, String(id)));
      expect(status, path).toBeLessThan(500);
      texts.push(JSON.stringify(body));
    }
  }
  expect(asked.length).toBeGreaterThan(15);
  texts.push(...(await everyRow(front.db)));
  for (const canary of canaries) for (const text of texts) expect(text).not.toContain(canary);
  expect(texts.join()).toContain("crise@clairval.example");
});

test("S1: changing a channel needs no secret typed again, and a refusal quotes none", async () => {
  const { front, ada, canaries } = await createBirdHouse();
  await using _ = front;
  const { channels } = (await ada.ask("GET", "/api/channels")).body;
  for (const { id, settings, secretsSet } of channels) {
    const renamed = await ada.ask("PUT", `/api/channels/${id}`, { name: `Line ${id}`, settings });
    expect(renamed).toMatchObject({ status: 200, body: { name: `Line ${id}`, secretsSet } });
    expect(secretsSet).not.toEqual([]);
    const wrong = {
      settings: {
        ...settings,
        port: "x",
        url: "x",
        base: "x",
        accountSid: "x",
        phoneNumberId: "x",
      },
    };
    const refused = await ada.ask("PUT", `/api/channels/${id}`, wrong);
    expect(refused.status).toBe(400);
    for (const canary of canaries) expect(JSON.stringify(refused)).not.toContain(canary);
  }
});

/** The whole database as text, as a thief of a backup would search it. */
async function everyRow(db: Awaited<ReturnType<typeof createTestFront>>["db"]): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select format('%I', tablename) as name from pg_tables where schemaname = 'public'`.execute(db);
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await sql<{
      text: string;
    }>`select t::text as text from ${sql.raw(name)} t`.execute(db);
    // A bytea shows as hexadecimal, which would hide what was not sealed at all.
    texts.push(...rows.rows.map(({ text }) => text + unhexed(text)));
  }
  return texts;
}

const unhexed = (text: string): string =>
  (text.match(/\\x[0-9a-f]+/g) ?? [])
    .map((hex) => Buffer.from(hex.slice(2), "hex").toString("latin1"))
    .join(" ");
