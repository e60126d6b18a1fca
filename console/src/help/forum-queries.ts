import { queryOptions } from "@tanstack/react-query";
import type { ForumQuestionView, ForumView } from "../../../src/http/api/forums.ts";
import type { PollView } from "../../../src/http/api/polls.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Forum = ForumView;
export type ForumQuestion = ForumQuestionView;
export type Poll = PollView;

const refreshMs = 10_000;

export const forumsQuery = queryOptions({
  queryKey: ["forums"],
  queryFn: () => api.get<{ forums: Forum[]; may: May }>("/forums"),
  refetchInterval: refreshMs,
});

export const forumQuestionsQuery = (id: string, state: ForumQuestion["state"]) =>
  queryOptions({
    queryKey: ["forums", id, state],
    queryFn: () =>
      api.get<{ questions: ForumQuestion[]; may: May }>(`/forums/${id}/questions`, { state }),
    refetchInterval: refreshMs,
  });

export const pollsQuery = queryOptions({
  queryKey: ["polls"],
  queryFn: () => api.get<{ polls: Poll[]; may: May }>("/polls"),
  refetchInterval: refreshMs,
});
