import { z } from "zod";
import {
  changeAccount,
  createAccount,
  issueLoginLink,
  setPassword,
} from "../../actions/account/account.ts";
import { revokeAccountSessions } from "../../actions/session/revoke.ts";
import type { Actor } from "../../domain/roles.ts";
import { mayAct } from "../../domain/roles.ts";
import { hashPassword, passwordFits, randomToken, sha256 } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { type AccountRow, accountById, listAccounts } from "../../store/accounts.ts";
import { SESSION_COOKIE } from "../cookies.ts";
import type { Routes } from "../routes.ts";
import { AccountView, LanguageView, RoleView } from "./views/account.ts";

const PASSWORD_LENGTH_MIN = 12;
const PASSWORD_LENGTH_MAX = 200;
export const Password = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);
const tags = ["accounts"];
const Id = z.object({ id: z.uuid() });
const Profile = z.object({
  name: z.string().trim().min(1).max(120),
  language: LanguageView,
  roles: z.array(RoleView),
});
/** A link is shown once: only its hash is kept. */
const LinkView = z.object({ id: z.string(), link: z.string() });

export const accountRoutes: Routes = (app, front) => {
  const linkOf = (token: string) => `${front.publicUrl}/console/link#${token}`;

  app.get(
    "/accounts",
    {
      schema: {
        tags,
        summary: "Who may do what",
        response: {
          200: z.object({
            accounts: z.array(AccountView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => {
      const rows = await listAccounts(front.house.db);
      return {
        accounts: rows.map((row) => accountView(row, request.actor)),
        may: { create: mayAct(request.actor, "administrator") },
      };
    },
  );

  app.post(
    "/accounts",
    {
      schema: {
        tags,
        summary: "Add somebody; answers the one-time link to hand over",
        body: Profile.extend({ email: z.email().max(320) }),
        response: { 201: LinkView },
      },
    },
    async (request, reply) => {
      const token = randomToken();
      // Nobody knows this password: the first way in is the link.
      const passwordHash = await hashPassword(randomToken());
      const input = { ...request.body, passwordHash, linkHash: sha256(token) };
      const { id } = await createAccount(front.house, request.actor, input);
      return reply.code(201).send({ id, link: linkOf(token) });
    },
  );

  app.patch(
    "/accounts/:id",
    {
      schema: {
        tags,
        summary: "Change a name, language or roles, or shut the account",
        params: Id,
        body: Profile.extend({ disabled: z.boolean() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      await changeAccount(front.house, request.actor, input);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/accounts/:id/revocation",
    {
      schema: {
        tags,
        summary: "End every session of an account",
        params: Id,
        response: { 201: z.object({ ended: z.number() }) },
      },
    },
    async (request, reply) => {
      const input = { accountId: request.params.id };
      return reply.code(201).send(await revokeAccountSessions(front.house, request.actor, input));
    },
  );

  app.post(
    "/accounts/:id/link",
    {
      schema: {
        tags,
        summary: "A new one-time link for somebody who cannot get in",
        params: Id,
        response: { 201: LinkView },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await accountById(front.house.db, id))) throw notFound("account");
      const token = randomToken();
      const input = { accountId: id, linkHash: sha256(token) };
      await issueLoginLink(front.house, request.actor, input);
      return reply.code(201).send({ id, link: linkOf(token) });
    },
  );

  app.post(
    "/password",
    {
      config: { rateLimit: { max: 10, timeWindow: "1 minute" } },
      schema: {
        tags,
        summary: "Choose a new password; every other session of yours ends",
        body: z.object({ current: z.string().max(PASSWORD_LENGTH_MAX).nullable(), next: Password }),
        response: { 201: z.object({ ended: z.number() }) },
      },
    },
    async (request, reply) => {
      const account = await accountById(front.house.db, request.actor.id);
      if (!account) throw notFound("account");
      const { current, next } = request.body;
      if (!(await passwordFits(current ?? "", account.password_hash))) {
        throw refusal("invalid", "errors:account.wrong_password");
      }
      const passwordHash = await hashPassword(next);
      const keep = sha256(request.cookies[SESSION_COOKIE] ?? "");
      return reply
        .code(201)
        .send(await setPassword(front.house, request.actor, { passwordHash, keep }));
    },
  );
};

const accountView = (row: AccountRow, actor: Actor): AccountView => ({
  id: row.id,
  name: row.name,
  email: row.email,
  language: row.language,
  roles: row.roles,
  disabled: row.disabled_at !== null,
  createdAt: row.created_at.toISOString(),
  may: { change: mayAct(actor, "administrator") },
});
