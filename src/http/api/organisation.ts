import { z } from "zod";
import { changeOrganisation } from "../../actions/organisation/change.ts";
import { keepDetails } from "../../actions/organisation/keep.ts";
import { setUpOrganisation } from "../../actions/organisation/set-up.ts";
import { KEEPS, type KeepName } from "../../domain/keeps.ts";
import { hashPassword } from "../../lib/crypto.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { Routes } from "../routes.ts";
import { Password } from "./accounts.ts";
import { LanguageView, OrganisationView, organisationView } from "./views/account.ts";

const tags = ["organisation"];
const TimeZone = z.string().refine(isTimeZone, "is not a time zone such as Europe/Paris");
const Name = z.string().trim().min(1).max(120);

const days = (name: KeepName) => z.number().int().min(KEEPS[name].least).max(KEEPS[name].most);
const Keeps = z.object({
  signals: days("signals"),
  points: days("points"),
  deliveries: days("deliveries"),
  replies: days("replies"),
  tickets: days("tickets"),
});

export const organisationRoutes: Routes = (app, front) => {
  app.get(
    "/organisation",
    {
      schema: { tags, summary: "Our organisation", response: { 200: OrganisationView } },
    },
    async () => organisationView(await readOrganisation(front.house.db)),
  );

  app.patch(
    "/organisation",
    {
      schema: {
        tags,
        summary: "Change the name, zone, language or the two-person rule",
        body: z.object({
          name: Name,
          timeZone: TimeZone,
          defaultLanguage: LanguageView,
          defaultCountry: z.string().regex(/^[A-Z]{2}$/),
          secondApprover: z.boolean(),
        }),
        response: { 200: OrganisationView },
      },
    },
    async (request) => {
      await changeOrganisation(front.house, request.actor, request.body);
      return organisationView(await readOrganisation(front.house.db));
    },
  );

  app.put(
    "/organisation/keeps",
    {
      schema: {
        tags,
        summary: "How many days each kind of detail is kept",
        body: Keeps,
        response: { 200: OrganisationView },
      },
    },
    async (request) => {
      await keepDetails(front.house, request.actor, request.body);
      return organisationView(await readOrganisation(front.house.db));
    },
  );

  app.post(
    "/organisation/setup",
    {
      schema: {
        tags,
        summary: "Leave training for good and begin with your own organisation",
        body: z.object({
          organisation: z.object({
            name: Name,
            timeZone: TimeZone,
            country: z.string().regex(/^[A-Z]{2}$/),
            language: LanguageView,
          }),
          account: z.object({ name: Name, email: z.email().max(320), password: Password }),
        }),
        response: { 201: OrganisationView },
      },
    },
    async (request, reply) => {
      const { organisation, account } = request.body;
      const passwordHash = await hashPassword(account.password);
      const input = { organisation, account: { ...account, passwordHash } };
      await setUpOrganisation(front.house, request.actor, input);
      return reply.code(201).send(organisationView(await readOrganisation(front.house.db)));
    },
  );
};

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
