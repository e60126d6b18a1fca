import { expect, test } from "vitest";
import { AppError } from "../../lib/errors.ts";
import { programFailed, troubleWith } from "./trouble.ts";

const folder = "/srv/tocsin";

test.each([
  ["ENOSPC", "The disk that holds /srv/tocsin is full."],
  ["EACCES", "This account may not use /srv/tocsin."],
  ["EROFS", "/srv/tocsin is on a disk that cannot be written."],
])("%s becomes a sentence", (code, sentence) => {
  const trouble = troubleWith(folder, Object.assign(new Error("mkdir"), { code }));
  expect(trouble).toBeInstanceOf(AppError);
  expect(trouble).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining(sentence),
  });
});

test.each([
  'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
  'could not extend file "base/1/2691": wrote only 4096 of 8192 bytes. HINT:  Check free disk space.',
])("so do the last words of a program: %s", (words) => {
  expect(programFailed(folder, "PostgreSQL", words).message).toContain("is full");
});

test("what nobody foresaw is passed on as it is", () => {
  const cause = new TypeError("undefined is not a function");
  expect(troubleWith(folder, cause)).toBe(cause);
  expect(programFailed(folder, "initdb", "out of luck").message).toContain("out of luck");
});
