import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyImport } from "../src/actions/contact/apply.ts";
import { type CheckInput, checkImport } from "../src/actions/contact/check.ts";
import { createTestHouse, foundOrganisation, person } from "./house.ts";
import { createPlace } from "./place.ts";

export const communicator = person("Leïla", "communicator");
export const administrator = person("Ada", "administrator");
export const viewer = person("Vic");

/** An organisation without contacts, and a folder to put files in. */
export async function createAudience() {
  const given = await createTestHouse();
  const place = createPlace();
  const { db, house, clock } = given;
  await foundOrganisation(house, "Ville de Bourg");
  const write = (content: string | Buffer) => {
    const path = join(place.path, "contacts.csv");
    writeFileSync(path, content);
    return path;
  };
  const terms = { defaultCountry: "FR", consentWording: "I agree", consentSource: "form" };
  const check = (content: string | Buffer, more: Partial<CheckInput> = {}) =>
    checkImport(house, communicator, {
      path: write(content),
      fileName: "contacts.csv",
      ...terms,
      ...more,
    });
  return {
    db,
    house,
    clock,
    path: place.path,
    write,
    check,
    async load(content: string | Buffer, more: Partial<CheckInput> = {}) {
      const { id } = await check(content, more);
      return await applyImport(house, communicator, { id, skipErrors: true });
    },
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}
