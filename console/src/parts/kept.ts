import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery } from "../queries.ts";

const PREFIX = "tocsin.draft.";

/**
 * What is being written, kept in this tab for this person: a reload, the way back or a session that
 * has ended in the middle loses nothing of it.
 */
export function useKept<T extends object>(key: string, first: () => T) {
  const me = useQuery(sessionQuery).data?.me.id ?? "";
  const name = `${PREFIX}${me}.${key}`;
  const [begun] = useState(() => {
    const fresh = first();
    const kept = read(name, fresh);
    return { fresh, draft: kept ?? fresh, isBack: kept !== null };
  });
  const [draft, setDraft] = useState(begun.draft);
  const [isBack, setBack] = useState(begun.isBack);
  return {
    draft,
    /** Whether it was begun earlier and is here again. */
    isBack,
    change(next: T) {
      setDraft(next);
      write(name, next);
    },
    forget: () => sessionStorage.removeItem(name),
    beginAnew() {
      sessionStorage.removeItem(name);
      setDraft(begun.fresh);
      setBack(false);
    },
  };
}

/** Whether something begun is kept in this tab. */
export const hasDrafts = (): boolean =>
  Object.keys(sessionStorage).some((name) => name.startsWith(PREFIX));

/** Whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  }
}

function read<T extends object>(name: string, fresh: T): T | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    return isLike(kept, fresh) ? kept : null;
  } catch {
    return null;
  }
}

/** A tab that is full, or may keep nothing, is no reason to stop writing. */
function write(name: string, draft: object): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    sessionStorage.removeItem(name);
  }
}

/** An older version may have kept something of another shape. */
function isLike<T extends object>(kept: unknown, fresh: T): kept is T {
  if (typeof kept !== "object" || kept === null) return false;
  const parts = new Map<string, unknown>(Object.entries(kept));
  return Object.entries(fresh).every(
    ([part, value]) => parts.has(part) && kindOf(parts.get(part)) === kindOf(value),
  );
}

/** What may be there or not counts as one kind with what is not. */
const kindOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);
