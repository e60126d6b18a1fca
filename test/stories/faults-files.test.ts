import { closeSync, ftruncateSync, openSync, readdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import fastify from "fastify";
import { expect, test } from "vitest";
import { checkImport } from "../../src/actions/contact/check.ts";
import { answerError } from "../../src/http/errors.ts";
import { openSpool } from "../../src/lib/spool.ts";
import { fileBytesMax } from "../../src/lib/text-file.ts";
import { communicator, createAudience } from "../audience.ts";
import { createTestFront } from "../front.ts";
import { mountTinyDisk } from "../kits/tiny-disk.ts";

const TERMS = {
  fileName: "contacts.csv",
  defaultCountry: "FR",
  consentWording: "",
  consentSource: "",
};
const contactsOf = async ({ db }: Awaited<ReturnType<typeof createAudience>>) =>
  await db.selectFrom("contact").select("id").execute();

test("a file beyond two gigabytes is refused before it is read: 413, with what to do", async () => {
  await using audience = await createAudience();
  const path = join(audience.path, "huge.csv");
  // A file with a hole: as large as it says, and no burden for the disk of the test.
  const file = openSync(path, "w");
  writeSync(file, "nom;mobile\nZoé;0612345678\n");
  ftruncateSync(file, fileBytesMax + 1);
  closeSync(file);
  const app = fastify();
  app.setErrorHandler(answerError);
  app.get("/", async () => await checkImport(audience.house, communicator, { path, ...TERMS }));
  const answer = await app.inject("/");
  await app.close();
  expect(answer.statusCode).toBe(413);
  expect(answer.json().error).toEqual({
    code: "too_large",
    message: "This file is larger than 2 GB. Split it, and import the parts.",
    detail: { sentence: "audience:file.too_large" },
  });
  expect(await contactsOf(audience)).toEqual([]);
});

test("a line in another encoding is an error of its row, told with its line; the others can go in", async () => {
  await using audience = await createAudience();
  const rows = Buffer.from("nom;mobile\nZoé;0612345678\nÉva;0612345679\n");
  const mixed = Buffer.concat([rows, Buffer.from("Léa;0612345670\n", "latin1")]);
  const { id, summary } = await audience.check(mixed);
  expect(summary).toMatchObject({ rows: 3, new: 2, errors: 1 });
  const faulty = await audience.db
    .selectFrom("contact_import_error")
    .select(["line", "code"])
    .where("import_id", "=", id)
    .execute();
  expect(faulty).toEqual([{ line: 4, code: "mixed_encoding" }]);
  await audience.load(mixed);
  expect(await contactsOf(audience)).toHaveLength(2);
});

const mayMount = probeMount();

test.runIf(mayMount)(
  "a disk that is full refuses an upload with a sentence, and keeps nothing of it",
  async () => {
    using disk = tinyDisk();
    await using front = await createTestFront({ dataDir: disk.path });
    const leila = await front.signIn("Leila", "communicator");
    const answer = await front.app.inject({
      method: "POST",
      url: "/api/contact-imports",
      headers: {
        cookie: leila.cookie,
        "x-csrf-token": leila.csrf,
        "content-type": "multipart/form-data; boundary=cut",
      },
      payload: `--cut\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\nnom;mobile\n${"Zoé;0612345678\n".repeat(20_000)}\r\n--cut--\r\n`,
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().error.message).toBe(
      "The disk is full. Make room, and send the file again.",
    );
    expect(readdirSync(join(disk.path, "imports"))).toEqual([]);
    expect(await front.db.selectFrom("contact_import").select("id").execute()).toEqual([]);
  },
);

test.runIf(mayMount)("R2: no start where the disk has no room for a receipt", async () => {
  using disk = tinyDisk();
  expect(() => writeFileSync(join(disk.path, "rest"), Buffer.alloc(1_000_000))).toThrow(/ENOSPC/);
  await expect(openSpool(disk.path)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/ENOSPC.*Tocsin does not start without it/),
  });
});

function tinyDisk() {
  const disk = mountTinyDisk("64k");
  if (!disk) throw new Error("The disk could not be mounted.");
  return disk;
}

function probeMount(): boolean {
  const disk = mountTinyDisk("64k");
  if (disk === null)
    process.stdout.write("No disk can be mounted here: full disks are not tried.\n");
  disk?.[Symbol.dispose]();
  return disk !== null;
}
