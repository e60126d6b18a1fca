import { z } from "zod";
import { requireRole } from "../../actions/action.ts";
import { previewContactPull } from "../../actions/contact-pull/apply.ts";
import { fetchList, readList } from "../../actions/contact-pull/fetch.ts";
import {
  changeContactPull,
  confirmContactPull,
  createContactPull,
  type PullInput,
  pullSecret,
  refuseUnclear,
  removeContactPull,
  runContactPull,
} from "../../actions/contact-pull/settings.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { seal } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { createWire } from "../../lib/wire.ts";
import { type ContactPullRow, listContactPulls, pullRuns } from "../../store/contact-pulls.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { App, Front, Routes } from "../routes.ts";
import { CountsView, PullFields, PullView, pullView } from "./views/connection.ts";
import { SentenceView, sentenceView } from "./views/said.ts";

const tags = ["contacts"];
const runsShown = 20;
const sampleRows = 5;
const cellShown = 200;
const Id = z.object({ id: z.uuid() });
const Body = z.object({ ...PullFields, secret: z.string().max(2_000).default("") });

/** Lists of contacts that other systems keep, fetched by the clock. */
export const contactPullRoutes: Routes = (app, front) => {
  listing(app, front);
  changing(app, front);
  steering(app, front);
  previewing(app, front);
};

function listing(app: App, { house }: Front): void {
  app.get(
    "/contact-pulls",
    {
      schema: {
        tags,
        summary: "Lists that are fetched by the clock, and what came of it",
        response: {
          200: z.object({
            pulls: z.array(PullView),
            may: z.object({ create: z.boolean(), confirm: z.boolean() }),
          }),
        },
      },
    },
    async ({ actor }) => ({
      pulls: await Promise.all(
        (await listContactPulls(house.db)).map(async (row) =>
          pullView(row, await pullRuns(house.db, row.id, runsShown)),
        ),
      ),
      may: { create: mayAct(actor, "administrator"), confirm: mayAct(actor, "communicator") },
    }),
  );
}

const inputOf = ({ everyMinutes, ...body }: z.infer<typeof Body>): PullInput => ({
  ...body,
  everyMs: everyMinutes * MINUTE_MS,
});

function changing(app: App, { house }: Front): void {
  app.post(
    "/contact-pulls",
    {
      schema: {
        tags,
        summary: "Fetch a list by the clock from now on",
        body: Body,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, body }, reply) =>
      reply.code(201).send(await createContactPull(house, actor, inputOf(body))),
  );
  app.put(
    "/contact-pulls/:id",
    {
      schema: {
        tags,
        summary: "Change how a list is fetched; a secret left empty stays as it is",
        params: Id,
        body: Body,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await changeContactPull(house, actor, { ...params, ...inputOf(body) });
      return reply.code(204).send(null);
    },
  );
}

function steering(app: App, { house }: Front): void {
  const steps = [
    { path: "run", summary: "Fetch the list now", act: runContactPull },
    { path: "confirmation", summary: "Let through what was held", act: confirmContactPull },
  ] as const;
  for (const { path, summary, act } of steps) {
    app.post(
      `/contact-pulls/:id/${path}`,
      { schema: { tags, summary, params: Id, response: { 204: z.null() } } },
      async ({ actor, params }, reply) => {
        await act(house, actor, params);
        return reply.code(204).send(null);
      },
    );
  }
  app.delete(
    "/contact-pulls/:id",
    {
      schema: { tags, summary: "Fetch it no more", params: Id, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => {
      await removeContactPull(house, actor, params);
      return reply.code(204).send(null);
    },
  );
}

const PreviewView = z.object({
  problem: SentenceView.nullable(),
  header: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  counts: CountsView.nullable(),
});
export type PreviewView = z.infer<typeof PreviewView>;

function previewing(app: App, front: Front): void {
  app.post(
    "/contact-pulls/preview",
    {
      schema: {
        tags,
        summary: "Fetch a list and say what it would do; nothing changes",
        body: Body.extend({ id: z.uuid().optional().describe("Whose secret is used") }),
        response: { 200: PreviewView },
      },
    },
    async ({ actor, body: { id, ...body } }) =>
      await preview(front, actor, { id, ...inputOf(body) }),
  );
}

type Previewing = PullInput & { id: string | undefined };

async function preview({ house }: Front, actor: Actor, { id, ...input }: Previewing) {
  // Only whoever may set it up has us call an address of their choice.
  requireRole(actor, "administrator");
  refuseUnclear(input);
  const { mode } = await readOrganisation(house.db);
  const wire = createWire({ reach: mode === "training" ? "loopback" : "public", now: house.now });
  try {
    const kept = id === undefined ? null : await keptSecret(house.db, id, input);
    const { url, reading, auth } = input;
    const given = input.secret === "" ? kept : seal(house.secretKey, input.secret);
    const secret = pullSecret({ auth, secret: given }, house.secretKey);
    const fetched = await fetchList(wire, { url, reading, secret, etag: null, lastModified: null });
    if (fetched.kind === "failed") return unread(fetched.trouble);
    const read = await readList(fetched.kind === "fetched" ? fetched.text : "", reading);
    if (!read.ok) return unread(read.trouble);
    const found = await previewContactPull(house, actor, { table: read.table, reading });
    if (!found.ok) return unread(found.trouble);
    const { header, rows } = read.table;
    const short = (cells: string[]) => cells.map((cell) => cell.slice(0, cellShown));
    return {
      problem: null,
      header,
      sample: rows.slice(0, sampleRows).map(short),
      counts: found.counts,
    };
  } finally {
    await wire.close();
  }
}

/** The secret of a list that is there, for its own address only. */
async function keptSecret(
  db: Front["house"]["db"],
  id: string,
  { url }: PullInput,
): Promise<ContactPullRow["secret"]> {
  const row = (await listContactPulls(db)).find((one) => one.id === id);
  if (!row) throw notFound("connection");
  if (new URL(row.url).origin !== new URL(url).origin) {
    throw refusal("invalid", "audience:pull.secret_moved");
  }
  return row.secret;
}

const unread = (trouble: Sentence) => ({
  problem: sentenceView(trouble),
  header: [],
  sample: [],
  counts: null,
});
