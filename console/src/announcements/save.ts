import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import type { Announcement } from "../types.ts";
import { type Language, useWords } from "../words.ts";
import { bodyOf, type Draft } from "./draft.ts";

type Kept = { id?: string; announcement?: { id: string } };

export type Keep = {
  draft: Draft;
  publish: boolean;
  /** Outlets that ask first, and that were said yes to. */
  confirmed?: readonly number[];
  /** The languages that whoever publishes has checked. */
  read?: readonly Language[];
  /** When it goes out by itself, instead of now. */
  at?: string;
};

/** Saves the draft and, when asked to, publishes it right after. */
export function useKeep(incidentId: string, existing: Announcement | undefined, after: () => void) {
  const { t } = useWords();
  return useAct({
    run: async ({ draft, publish, confirmed = [], read = [], at }: Keep) => {
      const body = bodyOf(draft);
      const kept = existing
        ? await api.put<Kept>(`/announcements/${existing.id}`, body)
        : await api.post<Kept>(`/incidents/${incidentId}/announcements`, body);
      const id = kept?.announcement?.id ?? kept?.id ?? existing?.id;
      if (at && id) await api.post(`/announcements/${id}/schedule`, { at, confirmed, read });
      else if (publish && id)
        await api.post(`/announcements/${id}/publication`, { confirmed, read });
    },
    done: ({ at, publish }) => {
      if (at) return t("outlets.set");
      return t(publish ? "announcement.published" : "announcement.kept");
    },
    refresh: ["incidents", "events"],
    after,
  });
}
