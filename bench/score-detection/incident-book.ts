import type { Assessment } from "../../src/domain/detection/fuse.ts";
import {
  type IncidentState,
  isSameTrouble,
  isTrouble,
  machineConfirms,
  ownStep,
} from "../../src/domain/incident.ts";

/** The incidents of one platform as the server would keep them, where nobody lends it a hand. */
export type Book = {
  opened: number;
  reopened: number;
  confirmed: boolean;
  firstAt: number | null;
  current: { state: IncidentState; openedAt: number; closedAt: number | null } | null;
  calmSince: number | null;
  wasTrouble: boolean;
};

export function createBook(): Book {
  return {
    opened: 0,
    reopened: 0,
    confirmed: false,
    firstAt: null,
    current: null,
    calmSince: null,
    wasTrouble: false,
  };
}

/** Follows one opinion: trouble opens or reopens an incident, calm closes it. */
export function follow(book: Book, opinion: Assessment, now: number): void {
  const trouble = isTrouble(opinion.level);
  if (book.wasTrouble && !trouble) book.calmSince = now;
  if (trouble) book.calmSince = null;
  const isOpen = book.current !== null && book.current.closedAt === null;
  if (trouble && !book.wasTrouble && !isOpen) open(book, now);
  book.wasTrouble = trouble;
  const { current } = book;
  if (current === null || current.closedAt !== null) return;
  if (current.state === "suspected" && machineConfirms(opinion)) confirm(book, current);
  const step = ownStep(
    { ...current, announced: false },
    { level: opinion.level, calmSince: book.calmSince },
    now,
  );
  if (step === "watch") current.state = "monitoring";
  if (step === "relapse") confirm(book, current);
  if (step === "close") Object.assign(current, { state: "resolved", closedAt: now });
}

function open(book: Book, now: number): void {
  book.firstAt ??= now;
  const last = book.current;
  const facts = { origin: "assessment", announced: false, drill: false };
  if (last !== null && isSameTrouble({ ...last, ...facts }, false, now)) {
    Object.assign(last, { state: "suspected", closedAt: null });
    book.reopened++;
    return;
  }
  book.current = { state: "suspected", openedAt: now, closedAt: null };
  book.opened++;
}

function confirm(book: Book, current: NonNullable<Book["current"]>): void {
  current.state = "confirmed";
  book.confirmed = true;
}
