import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { changeSigningKey, ensureSigningKey, openSigner } from "../../src/actions/signing/keys.ts";
import { signatureHolds } from "../../src/lib/signing.ts";
import { listSigningKeys } from "../../src/store/signing-keys.ts";
import { createTestDatabase } from "../database.ts";

const keyboard = machine("command line");

test("a house makes its key once, keeps it sealed, and what an old key signed still holds", async () => {
  await using database = await createTestDatabase();
  const { db } = database;
  const newId = () => "0193a000-0000-7000-8000-000000000001";
  const house = { db, now: () => 0, newId, secretKey: Buffer.alloc(32, 7) };
  expect(await openSigner(house, db)).toBeNull();
  // Two nodes that start at a time make one key.
  await Promise.all([ensureSigningKey(house, null), ensureSigningKey(house, null)]);
  await ensureSigningKey(house, null);
  const first = await openSigner(house, db);
  const signature = first?.sign("WhatsApp is down.") ?? "";

  const later = { ...house, now: () => 1_000 };
  const { id } = await changeSigningKey(later, keyboard, null);
  const keys = await listSigningKeys(db);
  expect(keys.map((key) => [key.id, key.retired_at])).toEqual([
    [id, null],
    [first?.keyId, new Date(1_000)],
  ]);
  expect(signatureHolds(keys[1]?.public_key ?? "", "WhatsApp is down.", signature)).toBe(true);
  expect((await openSigner(later, db))?.keyId).toBe(id);
  expect(JSON.stringify(keys)).not.toContain("MC4CAQAw");
  await expect(
    changeSigningKey(later, { kind: "person", id: "1", name: "V", roles: ["viewer"] }, null),
  ).rejects.toMatchObject({ code: "forbidden" });
});
