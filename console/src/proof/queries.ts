import { queryOptions } from "@tanstack/react-query";
import type { ProofView, SigningKeysView } from "../../../src/http/api/signing.ts";
import { api } from "../api.ts";

export type Proof = ProofView;
export type SigningKeys = SigningKeysView;

/** A proof never changes: it belongs to one version. */
export const proofQuery = (announcementId: string) =>
  queryOptions({
    queryKey: ["proofs", announcementId],
    queryFn: () => api.get<Proof>(`/announcements/${announcementId}/proof`),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const signingKeysQuery = queryOptions({
  queryKey: ["signing-keys"],
  queryFn: () => api.get<SigningKeys>("/signing-keys"),
});
