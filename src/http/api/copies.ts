import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { changeCopyPlace } from "../../actions/copy/change.ts";
import { createCopyPlace } from "../../actions/copy/create.ts";
import { removeCopyPlace } from "../../actions/copy/remove.ts";
import { testCopyPlace } from "../../actions/copy/test.ts";
import { describe } from "../../copies/destination.ts";
import { destinations } from "../../copies/index.ts";
import { heldIn, MANIFEST } from "../../copies/manifest.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { SECOND_MS } from "../../lib/clock.ts";
import { codeOf } from "../../lib/errors.ts";
import { createWire } from "../../lib/wire.ts";
import { listCopies } from "../../store/copies.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { App, Front, Routes } from "../routes.ts";
import { CopyView, copyView, DestinationView, OwnCopyView } from "./views/copy.ts";
import { SentenceView, sentenceView } from "./views/said.ts";

const tags = ["copies"];
const EVERY_S_DEFAULT = 60;
const Id = z.object({ id: z.coerce.number().int().positive() });
const Setting = z.union([z.string().max(8_000), z.number(), z.boolean()]);
const Fields = {
  name: z.string().trim().min(1).max(80),
  publicUrl: z.string().trim().max(300).default(""),
  settings: z.record(z.string().max(60), Setting),
  everySeconds: z.number().int().min(15).max(3_600).default(EVERY_S_DEFAULT),
};

/** Copies of the public pages on other hosts. */
export const copyRoutes: Routes = (app, front) => {
  reading(app, front);
  changing(app, front);
  removing(app, front);
  testing(app, front);
};

const sceneOf = ({ house }: Front, actor: Actor) => ({
  actor,
  secretKey: house.secretKey,
  now: house.now(),
});

function reading(app: App, front: Front): void {
  const response = {
    200: z.object({
      copies: z.array(CopyView),
      own: OwnCopyView,
      destinations: z.array(DestinationView),
      may: z.object({ create: z.boolean() }),
    }),
  };
  app.get(
    "/copies",
    {
      schema: {
        tags,
        summary: "Where copies of the public pages are kept, and how they fare",
        response,
      },
    },
    async ({ actor }) => {
      const scene = sceneOf(front, actor);
      const rows = await listCopies(front.house.db);
      return {
        copies: rows.map((row) => copyView(row, scene)),
        own: await ownCopy(front),
        destinations: destinations.map(describe),
        may: { create: mayAct(actor, "administrator") },
      };
    },
  );
}

async function ownCopy({ dataDir }: Front): Promise<OwnCopyView> {
  const folder = join(dataDir, "public");
  const bytes = await readFile(join(folder, MANIFEST)).catch((cause: unknown) => {
    if (codeOf(cause) !== "ENOENT") throw cause;
    return null;
  });
  if (bytes === null) return { folder, pagesAt: null, files: 0 };
  const { generatedAt } = z.object({ generatedAt: z.number() }).parse(JSON.parse(bytes.toString()));
  return { folder, pagesAt: new Date(generatedAt).toISOString(), files: heldIn(bytes).size };
}

function changing(app: App, front: Front): void {
  const { house } = front;
  app.post(
    "/copies",
    {
      schema: {
        tags,
        summary: "Add a place that holds a copy",
        body: z.object({ ...Fields, kind: z.string().max(60) }),
        response: { 201: CopyView },
      },
    },
    async ({ actor, body: { everySeconds, ...body } }, reply) => {
      const row = await createCopyPlace(house, actor, {
        ...body,
        everyMs: everySeconds * SECOND_MS,
      });
      return reply.code(201).send(copyView(row, sceneOf(front, actor)));
    },
  );
  app.put(
    "/copies/:id",
    {
      schema: {
        tags,
        summary: "Change a place of a copy; a secret left empty stays as it is",
        params: Id,
        body: z.object({ ...Fields, enabled: z.boolean().default(true) }),
        response: { 200: CopyView },
      },
    },
    async ({ actor, params, body: { everySeconds, ...body } }) => {
      const change = { ...params, ...body, everyMs: everySeconds * SECOND_MS };
      return copyView(await changeCopyPlace(house, actor, change), sceneOf(front, actor));
    },
  );
}

function removing(app: App, { house }: Front): void {
  app.delete(
    "/copies/:id",
    {
      schema: {
        tags,
        summary: "Carry nothing there any more; what lies there stays",
        params: Id,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await removeCopyPlace(house, actor, params);
      return reply.code(204).send(null);
    },
  );
}

function testing(app: App, { house }: Front): void {
  app.post(
    "/copies/:id/test",
    {
      schema: {
        tags,
        summary: "Put one small file there, read it and take it away",
        params: Id,
        response: { 200: z.object({ trouble: SentenceView.nullable() }) },
      },
    },
    async ({ actor, params }) => {
      const { mode } = await readOrganisation(house.db);
      const reach = mode === "training" ? "loopback" : "public";
      const wire = createWire({ reach, now: house.now });
      try {
        const trouble = await testCopyPlace(house, actor, { ...params, wire });
        return { trouble: trouble === null ? null : sentenceView(trouble) };
      } finally {
        await wire.close();
      }
    },
  );
}
