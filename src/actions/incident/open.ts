import type { TwoLanguages } from "../../domain/language.ts";
import { notFound } from "../../lib/errors.ts";
import { findPlatform } from "../../store/platforms.ts";
import { defineAction } from "../action.ts";
import { begin } from "./steps.ts";

export type OpenedByHand = {
  platformId: string | null;
  title: TwoLanguages;
  note: string;
  /** When the trouble began, as far as is known. */
  startedAt?: number | undefined;
  drill?: boolean | undefined;
};

/** A person says that there is a crisis, whatever the sensors think. */
export const openIncident = defineAction({
  name: "incident.open",
  needs: "responder",
  async decide(tx, input: OpenedByHand, scene) {
    const { platformId, title, note } = input;
    if (platformId !== null && !(await findPlatform(tx, platformId))) throw notFound("platform");
    const startedAt = input.startedAt ?? scene.now;
    const drill = input.drill ?? false;
    const fresh = { platformId, title, startedAt, drill, class: "general" };
    const incident = await begin(tx, { ...fresh, origin: "person" }, scene);
    return {
      subject: { kind: "incident", id: incident.id },
      incidentId: incident.id,
      detail: { platformId, title, note },
      result: incident,
    };
  },
});
