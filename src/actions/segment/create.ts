import type { Question } from "../../domain/segment.ts";
import { insertSegment, type SegmentRow } from "../../store/segments.ts";
import { defineAction } from "../action.ts";
import { refuseBadAreas } from "./areas.ts";

/** Saves a question about contacts under a name. Who fits it is asked anew each time. */
export const createSegment = defineAction({
  name: "segment.create",
  needs: "communicator",
  async decide(tx, input: { name: string; question: Question }, { now, newId }) {
    refuseBadAreas(input.question);
    const segment: SegmentRow = { id: newId(), ...input, created_at: new Date(now) };
    await insertSegment(tx, segment);
    const detail = { name: input.name, question: input.question };
    return { subject: { kind: "segment", id: segment.id }, detail, result: segment };
  },
});
