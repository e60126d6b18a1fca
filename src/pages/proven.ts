import type { Envelope } from "../domain/verify/envelope.ts";
import type { PublicProof } from "../domain/verify/proof.ts";
import type { Proven } from "./verify-answer.ts";

type Signed = Omit<PublicProof, "incidentId">;

/** What was signed is what we said: the bytes of the envelope are the only source of the words. */
export function provenOf(
  signed: Signed,
  labelsOf: (said: Envelope) => ReturnType<Proven["labels"]> = () => [],
): Proven {
  const said: Envelope = JSON.parse(signed.envelope);
  return {
    id: signed.announcementId,
    language: signed.language,
    state: signed.state,
    version: said.version,
    publishedAt: Date.parse(said.publishedAt),
    changedAt: signed.changedAt,
    title: said.title,
    message: said.message,
    advice: said.advice,
    nextStep: said.nextStep,
    source: said.source,
    page: said.page,
    code: signed.code,
    currentCode: signed.currentCode,
    signature: signed.signature,
    keyId: signed.keyId,
    labels: () => labelsOf(said),
  };
}
