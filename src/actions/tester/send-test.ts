import type { Language } from "../../domain/language.ts";
import { blanksOfTexts, OWN_PAGE } from "../../domain/message.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Actor } from "../../domain/roles.ts";
import { HOUR_MS, SECOND_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import { accountById } from "../../store/accounts.ts";
import { type BroadcastRow, lockBroadcast } from "../../store/broadcasts.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { refuseWhileStopped } from "../../store/sending-stops.ts";
import {
  claimTestMessages,
  insertTestMessages,
  listTesters,
  type NewTestMessage,
  ownWays,
  settleTestMessage,
  type TestMessageRow,
  testsSince,
} from "../../store/testers.ts";
import { defineAction, defineIntake } from "../action.ts";

/** A test is a glance at a message, not a way to send one. */
const TESTS_PER_HOUR_MAX = 30;
const TESTS_OF_ALL_PER_HOUR_MAX = 120;
const CLAIM_MAX = 20;
const TRIES_SPAN_MS = 5 * 60 * SECOND_MS;

export type OwnWay = {
  name: string;
  kind: string;
  value: string;
  variables: Record<string, string>;
};

/** Where somebody's own tests may go without a code: their account's e-mail, and their ways as a contact. */
export async function ownWaysOf(db: Db, actor: Actor): Promise<OwnWay[]> {
  const account = actor.kind === "person" ? await accountById(db, actor.id) : null;
  if (!account) return [];
  const value = account.email.toLowerCase();
  const mail = { name: account.name, kind: "email", value, variables: { name: account.name } };
  const contact = (await ownWays(db, account.email)).map(({ attributes, ...way }) => ({
    ...way,
    variables: { ...attributes, name: way.name },
  }));
  return [mail, ...contact.filter(({ kind }) => kind !== "email")];
}

type Ask = { id: number; testers: readonly string[]; own: boolean; languages: readonly Language[] };

/** Sends a broadcast that is planned to its authors and testers. Nobody counts as reached by it. */
export const sendTest = defineAction<Ask, { messages: number }>({
  name: "broadcast.test",
  needs: "communicator",
  async decide(tx, { id, testers, own, languages }, { actor, now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "planned") {
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    }
    await refuseWhileStopped(tx);
    const named = (await listTesters(tx, broadcast.drill)).filter(
      (one) => testers.includes(one.id) && one.state === "confirmed",
    );
    const ways = [
      ...(own ? await ownWaysOf(tx, actor) : []),
      ...named.map(({ name, kind, value }) => ({ name, kind, value, variables: { name } })),
    ];
    const channels = await channelsOf(tx, broadcast);
    const messages = messagesTo(broadcast, { ways, channels, languages });
    if (messages.length === 0) throw refusal("conflict", "planner:refused.test_nobody");
    await refuseTooMany(tx, { by: actor.id, more: messages.length, now });
    await insertTestMessages(tx, messages, { by: actor.id, now });
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, messages: messages.length },
      result: { messages: messages.length },
    };
  },
});

/** The channels of its cascade, on its own side of the wall between drills and the world. */
async function channelsOf(db: Db, { cascade, drill }: BroadcastRow): Promise<ChannelRow[]> {
  const rows = await listChannels(db);
  const used = rows.filter((row) => row.enabled && row.drill === drill && row.state !== "down");
  return used.filter(({ id }) => cascade.rungs.some(({ channelId }) => channelId === id));
}

function messagesTo(
  { id: broadcastId, texts }: BroadcastRow,
  to: {
    ways: readonly OwnWay[];
    channels: readonly ChannelRow[];
    languages: readonly Language[];
  },
): NewTestMessage[] {
  const blanks = blanksOfTexts(texts).filter((blank) => blank !== OWN_PAGE);
  return to.channels.flatMap(({ id: channelId, address_kind }) =>
    to.ways
      .filter(({ kind }) => kind === address_kind)
      .flatMap(({ name, value: address, variables }) =>
        to.languages.map((language) => ({
          broadcastId,
          channelId,
          name,
          address,
          language,
          // A blank that the tester cannot fill shows its own name: a test is there to be looked at.
          variables: Object.fromEntries(
            blanks.map((blank) => [blank, variables[blank]?.trim() || `[${blank}]`]),
          ),
        })),
      ),
  );
}

async function refuseTooMany(
  db: Db,
  { by, more, now }: { by: string; more: number; now: number },
): Promise<void> {
  const { own, all } = await testsSince(db, { by, since: now - HOUR_MS });
  const isOver = own + more > TESTS_PER_HOUR_MAX || all + more > TESTS_OF_ALL_PER_HOUR_MAX;
  if (isOver) throw refusal("conflict", "planner:refused.tests_max", { max: TESTS_PER_HOUR_MAX });
}

export const claimTests = defineIntake<null, TestMessageRow[]>(
  async (tx, _none, { now }) => await claimTestMessages(tx, new Date(now), CLAIM_MAX),
);

/** A test is sent once; what found no token, or surely did not leave, waits for a few minutes at most. */
export const settleTest = defineIntake<{ test: TestMessageRow; outcome: Outcome }, void>(
  async (tx, { test, outcome }, { now }) => {
    const mayWait = now - test.asked_at.getTime() < TRIES_SPAN_MS;
    const waits = outcome.kind === "throttled" || outcome.kind === "unreachable";
    const waitMs = outcome.kind === "throttled" ? (outcome.waitMs ?? SECOND_MS) : 10 * SECOND_MS;
    const again = waits && mayWait ? now + waitMs : null;
    await settleTestMessage(tx, test.id, { outcome, again, now });
  },
);
