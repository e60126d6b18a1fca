import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { touch } from "./anchors.ts";
import { type Door, knock } from "./endpoints/ask.ts";
import type { EndpointGroup, EndpointList } from "./endpoints/list.ts";
import { messenger } from "./endpoints/messenger.ts";
import { signal } from "./endpoints/signal.ts";
import { telegram } from "./endpoints/telegram.ts";
import { whatsapp } from "./endpoints/whatsapp.ts";
import { anchorsField } from "./fields.ts";
import { cannotLook, defineSensor, type Look, type Verdict } from "./sensor.ts";

const SERVICES = ["whatsapp", "messenger", "telegram", "signal"] as const;
const LISTS: Record<(typeof SERVICES)[number], EndpointList> = {
  whatsapp,
  messenger,
  telegram,
  signal,
};

type Count = { answered: number; asked: number };
type GroupSeen = { name: string; verdict: Verdict; why: string; v4: Count; v6: Count };

/** Whether the machines of a messenger answer, after the definitions of OONI (ooni/spec). */
export const reachability = defineSensor({
  kind: "reachability",
  title: { fr: "Accessibilité d’une messagerie", en: "Reachability of a messenger" },
  signalKind: "probe",
  settings: z.object({
    service: z.enum(SERVICES).meta({
      label: { fr: "Messagerie", en: "Messenger" },
      hint: {
        fr: "Celle dont Tocsin connaît les points d’accès ; rien d’autre n’est à saisir.",
        en: "One whose endpoints Tocsin knows; there is nothing else to type.",
      },
    }),
    anchors: anchorsField,
  }),
  secrets: [],
  everyMs: 2 * MINUTE_MS,

  async look({ service, anchors }, wire, { now }) {
    const list = LISTS[service];
    const turn = Math.floor(now / MINUTE_MS);
    const groups = await Promise.all(
      list.groups.map(async (group) => await seeGroup(group, wire, turn)),
    );
    if (groups.some(({ verdict }) => verdict === "down")) {
      const states = await Promise.all(anchors.map(async (anchor) => await touch(anchor, wire)));
      if (!states.some(({ state }) => state === "answered")) return cannotLook("anchors");
    }
    return readingOf(list, groups);
  },
});

async function seeGroup(group: EndpointGroup, wire: Wire, turn: number): Promise<GroupSeen> {
  const doors = await knock(group, wire, turn);
  const [first] = doors;
  return {
    name: group.name,
    verdict: verdictOf(doors),
    why: first?.why ?? "",
    v4: countOf(doors, "v4"),
    v6: countOf(doors, "v6"),
  };
}

/** A group is out of reach only if all of its doors are (ooni/probe#1226). */
function verdictOf(doors: readonly Door[]): Verdict {
  if (doors.some(({ state }) => state === "answered")) return "up";
  const allSilent = doors.length > 0 && doors.every(({ state }) => state === "silent");
  return allSilent ? "down" : "unknown";
}

function countOf(doors: readonly Door[], wanted: "v4" | "v6"): Count {
  const asked = doors.filter(({ family }) => family === wanted);
  return { asked: asked.length, answered: asked.filter(isAnswered).length };
}

const isAnswered = ({ state }: Door): boolean => state === "answered";

function readingOf(list: EndpointList, groups: readonly GroupSeen[]): Look {
  const down = groups.filter(({ verdict }) => verdict === "down");
  const up = groups.filter(({ verdict }) => verdict === "up");
  const [first] = down;
  const detail = { groups, list: { version: list.version, readOn: list.readOn } };
  if (!first) {
    const blind = groups.find(({ verdict }) => verdict === "unknown");
    if (up.length === 0) return cannotLook("refused", { why: blind?.why ?? "" });
    const params = { answered: up.length, total: groups.length };
    return {
      kind: "reading",
      verdict: "up",
      evidence: sentence("sensors:reach.up", params),
      detail,
    };
  }
  if (down.length < groups.length) {
    const params = { count: down.length, total: groups.length, name: first.name, why: first.why };
    const evidence = sentence("sensors:reach.part", params);
    return { kind: "reading", verdict: "degraded", evidence, detail };
  }
  const evidence = sentence("sensors:reach.down", { why: first.why, readOn: list.readOn });
  return { kind: "reading", verdict: "down", evidence, detail };
}
