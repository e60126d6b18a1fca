import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { requireRole } from "../../actions/action.ts";
import { applyImport } from "../../actions/contact/apply.ts";
import { checkImport } from "../../actions/contact/check.ts";
import { csvLine } from "../../lib/csv.ts";
import { codeOf, notFound, refusal } from "../../lib/errors.ts";
import { makeFolder } from "../../lib/folder.ts";
import { fileBytesMax, tooLargeFile } from "../../lib/text-file.ts";
import { type Words, wordsFor } from "../../lib/words.ts";
import { errorsCsv } from "../../store/contact-csv.ts";
import { errorsOf, findImport, type ImportErrorRow } from "../../store/imports.ts";
import type { App, Front, Routes } from "../routes.ts";
import { ImportErrorView, ImportSummaryView } from "./views/contact.ts";

const errorsShown = 50;
const fieldBytesMax = 4_000;
const tags = ["contact imports"];
const Id = z.object({ id: z.uuid() });
const InLanguage = z.object({ language: z.enum(["fr", "en"]).default("en") });
const Fields = z.object({
  defaultCountry: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{2})?$/)
    .default(""),
  consentWording: z.string().trim().max(1_000).default(""),
  consentSource: z.string().trim().max(1_000).default(""),
});
const CheckedView = z.object({
  id: z.string(),
  summary: ImportSummaryView,
  errors: z.array(ImportErrorView),
});

/** Contacts from a file, in two steps: look what it would do, then do it. */
export const contactImportRoutes: Routes = (app, front) => {
  registerSteps(app, front);
  registerFiles(app, front);
};

function registerSteps(app: App, front: Front): void {
  const { house } = front;

  app.post(
    "/contact-imports",
    {
      schema: {
        tags,
        summary: "Check a CSV file (multipart: fields first, then the file). No contact is touched",
        consumes: ["multipart/form-data"],
        response: { 201: CheckedView },
      },
    },
    async (request, reply) => {
      const { id, summary } = await checkUpload(request, front);
      const errors = await errorsOf(house.db, id, errorsShown);
      return await reply.code(201).send({ id, summary, errors: errors.map(errorView) });
    },
  );

  app.post(
    "/contact-imports/:id/application",
    {
      schema: {
        tags,
        summary: "Apply a checked file, whole or not at all",
        params: Id,
        body: z.object({ skipErrors: z.boolean().default(false) }).nullish(),
        response: { 201: z.object({ summary: ImportSummaryView }) },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, skipErrors: request.body?.skipErrors ?? false };
      return reply.code(201).send(await applyImport(house, request.actor, input));
    },
  );
}

function registerFiles(app: App, { house }: Front): void {
  app.get(
    "/contact-imports/:id/errors.csv",
    {
      schema: {
        tags,
        summary: "The faulty rows, each with what to mend",
        params: Id,
        querystring: InLanguage,
      },
    },
    async (request, reply) => {
      const found = await findImport(house.db, request.params.id);
      if (!found) throw notFound("import");
      const words = wordsFor(request.query.language);
      const lines = errorsCsv(house.db, found, (error) => sentenceOf(error, words));
      return reply.headers(asCsv("errors.csv")).send(Readable.from(lines));
    },
  );

  app.get(
    "/contact-imports/template.csv",
    {
      schema: { tags, summary: "An example of a file", querystring: InLanguage },
    },
    async (request, reply) => {
      const words = wordsFor(request.query.language);
      const lines = ["header", "first", "second"].map((line) =>
        csvLine(words(`audience:template.${line}`).split("|")),
      );
      return reply.headers(asCsv("contacts.csv")).send(`\ufeff${lines.join("")}`);
    },
  );
}

const asCsv = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name}"`,
});

async function checkUpload(request: FastifyRequest, front: Front) {
  // Before two gigabytes are taken in; the action asks again.
  requireRole(request.actor, "communicator");
  const upload = await receive(request, front);
  try {
    return await checkImport(front.house, request.actor, upload);
  } finally {
    // The valid rows wait in the database; a file of personal data must not lie around.
    await rm(upload.path, { force: true });
  }
}

/** Streams the upload to disk, so that its size is never a matter of memory. */
async function receive(request: FastifyRequest, { dataDir, house }: Front) {
  const limits = { fileSize: fileBytesMax, files: 1, fieldSize: fieldBytesMax };
  const part = await request.file({ limits });
  if (!part) throw refusal("invalid", "audience:file.none");
  const folder = join(dataDir, "imports");
  makeFolder(folder);
  const path = join(folder, `${house.newId()}.csv`);
  try {
    await pipeline(part.file, createWriteStream(path, { mode: 0o600, flags: "wx" }));
    if (part.file.truncated) throw tooLargeFile();
    const { defaultCountry, ...fields } = Fields.parse(textsOf(part.fields));
    return { path, fileName: part.filename, defaultCountry: defaultCountry || null, ...fields };
  } catch (cause) {
    await rm(path, { force: true });
    throw uploadProblem(cause);
  }
}

function textsOf(fields: Record<string, unknown>): Record<string, string> {
  const Text = z.object({ type: z.literal("field"), value: z.string() });
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const text = Text.safeParse(field);
      return text.success ? [[name, text.data.value]] : [];
    }),
  );
}

function uploadProblem(cause: unknown): unknown {
  if (cause instanceof z.ZodError) {
    const field = cause.issues[0]?.path.join(".") ?? "";
    return refusal("invalid", "audience:file.field", { field });
  }
  const code = codeOf(cause);
  if (code === "FST_REQ_FILE_TOO_LARGE") return tooLargeFile();
  if (code !== "ENOSPC" && code !== "EDQUOT") return cause;
  return refusal("unavailable", "audience:file.disk_full");
}

const errorView = (row: ImportErrorRow): ImportErrorView => ({
  line: row.line,
  column: row.column_name,
  code: row.code,
  value: row.value,
  problem: { fr: sentenceOf(row, wordsFor("fr")), en: sentenceOf(row, wordsFor("en")) },
});

const sentenceOf = ({ code, column_name: column, value, params }: ImportErrorRow, words: Words) =>
  words(`audience:row.${code}`, { ...params, column, value });
