import type { Language } from "../../domain/language.ts";
import { refusal } from "../../lib/errors.ts";
import { insertAccount } from "../../store/accounts.ts";
import {
  forgetEverything,
  insertOrganisation,
  readOrganisation,
} from "../../store/organisation.ts";
import { defineAction } from "../action.ts";
import { seedDefaults } from "./defaults.ts";

export type SetUp = {
  organisation: { name: string; timeZone: string; country: string; language: Language };
  account: { name: string; email: string; passwordHash: string };
};

/** Leaves training for good: everything made up is forgotten, and the real organisation begins. */
export const setUpOrganisation = defineAction({
  name: "organisation.set-up",
  needs: "administrator",
  async decide(tx, { organisation, account }: SetUp, scene) {
    if ((await readOrganisation(tx)).mode !== "training") {
      throw refusal("conflict", "errors:organisation.set_up_already");
    }
    await forgetEverything(tx);
    const createdAt = new Date(scene.now);
    await insertOrganisation(tx, {
      name: organisation.name,
      mode: "live",
      default_language: organisation.language,
      time_zone: organisation.timeZone,
      default_country: organisation.country,
      created_at: createdAt,
    });
    await insertAccount(tx, {
      id: scene.newId(),
      ...account,
      language: organisation.language,
      roles: ["administrator"],
      createdAt,
    });
    await seedDefaults(tx, scene, { probes: true });
    const detail = { name: organisation.name };
    return { subject: { kind: "organisation", id: "1" }, detail, result: null };
  },
});
