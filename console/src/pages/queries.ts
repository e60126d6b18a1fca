import { queryOptions } from "@tanstack/react-query";
import type { PageView } from "../../../src/http/api/views/page.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type PublicPage = PageView;

export const pagesQuery = queryOptions({
  queryKey: ["pages"],
  queryFn: () => api.get<{ pages: PublicPage[]; may?: May }>("/pages"),
});
