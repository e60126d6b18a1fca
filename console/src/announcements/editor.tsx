import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../api.ts";
import { Loaded } from "../parts/loaded.tsx";
import { incidentQuery } from "../queries.ts";
import { present } from "../times.ts";
import type { Announcement, IncidentDetail } from "../types.ts";
import { draftOf, type Suggestion } from "./draft.ts";
import { EditorForm } from "./form.tsx";

/** Writing what the public will read; it begins with a suggestion that is true now. */
export function AnnouncementEditor() {
  const { id } = useParams({ from: "/room/incidents/$id/announcement" });
  const { edit } = useSearch({ from: "/room/incidents/$id/announcement" });
  const detail = useQuery(incidentQuery(id));
  const suggestion = useQuery({
    queryKey: ["suggestion", id],
    queryFn: () => api.get<Suggestion>(`/incidents/${id}/announcement-suggestion`),
    enabled: edit === undefined,
    // What is being typed must not be replaced under the writer's hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Loaded query={detail} height={400}>
      {(found) => {
        const existing = found.announcements.find((announcement) => announcement.id === edit);
        // What the public has read is not rewritten: a translation begins with its words.
        if (existing && existing.state !== "draft") return <Begin detail={found} from={existing} />;
        if (existing) return <Begin detail={found} from={existing} existing={existing} />;
        return (
          <Loaded query={suggestion} height={400}>
            {(suggested) => <Begin detail={found} from={suggested} />}
          </Loaded>
        );
      }}
    </Loaded>
  );
}

type BeginProps = {
  detail: IncidentDetail;
  from: Suggestion | Announcement;
  existing?: Announcement;
};

function Begin({ detail, from, existing }: BeginProps) {
  const [first] = useState(() => draftOf(from, present()));
  return <EditorForm detail={detail} first={first} {...(existing ? { existing } : {})} />;
}
