import { type Carried, type CopyRow, leaseCopy, saveCarried } from "../../store/copies.ts";
import { defineIntake } from "../action.ts";

/** One node at a time carries a copy; null while another does. */
export const leaseCopyPlace = defineIntake<{ id: number; until: number }, CopyRow | null>(
  async (tx, { id, until }, { now }) => await leaseCopy(tx, id, { now, until }),
);

/** What came of it, for the people who look after it and for the node that carries it next. */
export const noteCarried = defineIntake<{ id: number } & Omit<Carried, "now">, void>(
  async (tx, { id, ...carried }, { now }) => await saveCarried(tx, id, { ...carried, now }),
);
