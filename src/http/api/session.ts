import { z } from "zod";
import { machine } from "../../actions/action.ts";
import { openSession, openSessionByLink } from "../../actions/session/open.ts";
import { closeSession } from "../../actions/session/revoke.ts";
import { hashPassword, hmacSha256, passwordFits, randomToken, sha256 } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { type AccountRow, accountByEmail, accountById, actorOf } from "../../store/accounts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { cookieOptions, SESSION_COOKIE } from "../cookies.ts";
import type { Front, Routes } from "../routes.ts";
import { MeView, OrganisationView, organisationView } from "./views/account.ts";

const PASSWORD_LENGTH_MAX = 200;
/** Ten tries a minute for one address and one account: a person may mistype, a program may not. */
const SIGN_IN_LIMIT = { max: 10, timeWindow: "1 minute" };
const SessionView = z.object({ me: MeView, csrf: z.string(), organisation: OrganisationView });

/** Signing in and out; outside the part of the API that asks who you are. */
export const signInRoutes: Routes = (app, front) => {
  app.post(
    "/session",
    {
      config: { rateLimit: SIGN_IN_LIMIT },
      schema: {
        tags: ["session"],
        summary: "Sign in with e-mail address and password",
        body: z.object({
          email: z.string().max(320),
          password: z.string().max(PASSWORD_LENGTH_MAX),
        }),
        response: { 201: SessionView },
      },
    },
    async (request, reply) => {
      const account = await accountByEmail(front.house.db, request.body.email);
      if (!(await passwordIsRight(account, request.body.password)) || !account) {
        throw refusal("unauthenticated", "errors:session.wrong");
      }
      const token = randomToken();
      const csrf = csrfOf(front, token);
      const hashes = { tokenHash: sha256(token), csrfHash: sha256(csrf) };
      await openSession(front.house, actorOf(account), hashes);
      reply.setCookie(SESSION_COOKIE, token, cookieOptions(front.publicUrl));
      return reply.code(201).send(await view(front, account, csrf));
    },
  );

  app.post(
    "/session/link",
    {
      config: { rateLimit: SIGN_IN_LIMIT },
      schema: {
        tags: ["session"],
        summary: "Sign in once with the link you were given",
        body: z.object({ token: z.string().min(20).max(200) }),
        response: { 201: SessionView },
      },
    },
    async (request, reply) => {
      const token = randomToken();
      const csrf = csrfOf(front, token);
      const account = await openSessionByLink(front.house, machine("sign-in link"), {
        linkHash: sha256(request.body.token),
        tokenHash: sha256(token),
        csrfHash: sha256(csrf),
      });
      reply.setCookie(SESSION_COOKIE, token, cookieOptions(front.publicUrl));
      return reply.code(201).send(await view(front, account, csrf));
    },
  );
};

/** What a signed-in person may ask of their own session. */
export const sessionRoutes: Routes = (app, front) => {
  app.get(
    "/session",
    {
      schema: { tags: ["session"], summary: "Who I am", response: { 200: SessionView } },
    },
    async (request) => {
      const account = await accountById(front.house.db, request.actor.id);
      const token = request.cookies[SESSION_COOKIE];
      if (!account || !token) throw notFound("session");
      return await view(front, account, csrfOf(front, token));
    },
  );

  app.delete(
    "/session",
    {
      schema: { tags: ["session"], summary: "Sign out", response: { 204: z.null() } },
    },
    async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE] ?? "";
      await closeSession(front.house, request.actor, { tokenHash: sha256(token) });
      reply.clearCookie(SESSION_COOKIE, cookieOptions(front.publicUrl));
      return reply.code(204).send(null);
    },
  );
};

/** Derived from the session, so that a reloaded page can be told it again. */
const csrfOf = (front: Front, token: string): string =>
  hmacSha256(front.house.secretKey, `csrf:${token}`).toString("base64url");

/** Unknown and shut accounts take as long as wrong passwords: the answer tells nothing. */
async function passwordIsRight(account: AccountRow | null, password: string): Promise<boolean> {
  if (account && !account.disabled_at) return await passwordFits(password, account.password_hash);
  await hashPassword(password);
  return false;
}

async function view(front: Front, account: AccountRow, csrf: string) {
  const { id, name, email, language, roles } = account;
  const organisation = organisationView(await readOrganisation(front.house.db));
  return { me: { id, name, email, language, roles }, csrf, organisation };
}
