import { sentence } from "../domain/sentence.ts";
import type { Wire } from "../lib/wire.ts";
import { cannotLook, type Look } from "./sensor.ts";

/** What became of one endpoint. `blind` means that we could not look, whoever is at fault. */
export type Endpoint = {
  target: string;
  state: "answered" | "silent" | "blind";
  why: string;
};

/**
 * The method of OONI (ooni/spec, nettests/ts-018-whatsapp.md): a platform is out of reach only if
 * all of its endpoints are silent while hosts of other owners answer.
 */
export async function judgeReach(
  endpoints: readonly Endpoint[],
  anchors: readonly string[],
  wire: Wire,
): Promise<Look> {
  const answered = endpoints.filter(({ state }) => state === "answered");
  const silent = endpoints.filter(({ state }) => state === "silent");
  const detail = { endpoints };
  const [first] = endpoints;
  if (answered.length > 0) {
    const params = { answered: answered.length, total: endpoints.length };
    return {
      kind: "reading",
      verdict: "up",
      evidence: sentence("crisis:probe.up", params),
      detail,
    };
  }
  if (silent.length < endpoints.length || !first) {
    return cannotLook("refused", { why: first?.why ?? "" });
  }
  if (!(await someAnchorAnswers(anchors, wire))) return cannotLook("anchors");
  const params = { total: endpoints.length, why: first.why };
  return {
    kind: "reading",
    verdict: "down",
    evidence: sentence("crisis:probe.down", params),
    detail,
  };
}

/** Whether any host of another owner answers: otherwise the fault is in our own network. */
export async function someAnchorAnswers(anchors: readonly string[], wire: Wire): Promise<boolean> {
  const states = await Promise.all(anchors.map(async (anchor) => await touch(anchor, wire)));
  return states.some(({ state }) => state === "answered");
}

/** Opens a connection to `host:port` and closes it again. */
export async function touch(target: string, wire: Wire): Promise<Endpoint> {
  const cut = target.lastIndexOf(":");
  const host = target.slice(0, cut);
  const probe = await wire.tcp({ host, port: Number(target.slice(cut + 1)) });
  if (probe.ok) return { target, state: "answered", why: "" };
  // A name that is gone belongs to the platform's trouble; an address we refuse does not.
  return { target, state: probe.blame === "address" ? "blind" : "silent", why: probe.why };
}
