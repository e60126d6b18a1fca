import { queryOptions } from "@tanstack/react-query";
import type {
  QuestionsView,
  QuestionView,
  RumourView,
} from "../../../src/http/api/views/rumour.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Rumour = RumourView;
export type Question = QuestionView;
export type Questions = QuestionsView;
export type RumourContent = Pick<Rumour, "verdict" | "texts" | "links" | "source" | "incidentId">;

const refreshMs = 20_000;

export const rumoursQuery = queryOptions({
  queryKey: ["rumours"],
  queryFn: () => api.get<{ rumours: Rumour[]; may: May }>("/rumours"),
  refetchInterval: refreshMs,
});

export const rumourQuestionsQuery = queryOptions({
  queryKey: ["rumour-questions"],
  queryFn: () => api.get<Questions>("/rumour-questions"),
  refetchInterval: refreshMs,
});
