import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { queryClient } from "../queries.ts";
import { useWords } from "../words.ts";
import { useSentence } from "./sentence.ts";

const doneMs = 5_000;

type Act<Input, Result> = {
  run: (input: Input) => Promise<Result>;
  /** What to say when it is done. */
  done?: string | ((input: Input) => string);
  /** The resources whose answers are out of date now. */
  refresh?: readonly string[];
  /** Of what the form says by itself, beside its fields. */
  tellsBeside?: (cause: Error) => boolean;
  after?: (result: Result, input: Input) => void;
};

/** One change on the server: whether it worked is told in words, and what is on screen is renewed. */
export function useAct<Input = void, Result = unknown>(act: Act<Input, Result>) {
  const { t } = useWords();
  const sentence = useSentence();
  const id = useId();
  const underWay = useRef(new Set<string>());
  const mutation = useMutation<Result, Error, Input>({
    mutationFn: (input) => act.run(input).finally(() => underWay.current.delete(nameOf(input))),
    onSuccess: async (result, input) => {
      const message = typeof act.done === "function" ? act.done(input) : act.done;
      if (message) notifications.show({ message, color: "teal", autoClose: doneMs });
      const stale = (act.refresh ?? []).map((resource) =>
        queryClient.invalidateQueries({ queryKey: [resource] }),
      );
      await Promise.all(stale);
      act.after?.(result, input);
    },
    onError: (cause) => {
      if (act.tellsBeside?.(cause)) return;
      notifications.show({
        id,
        title: t("failed.title"),
        message: sentence(cause),
        color: "red",
        autoClose: false,
      });
    },
  });
  // The second click of a double click comes before the button can be locked.
  const mutate = (input: Input) => {
    if (underWay.current.has(nameOf(input))) return;
    underWay.current.add(nameOf(input));
    // What went wrong the last time is not what happens now.
    notifications.hide(id);
    mutation.mutate(input);
  };
  return { ...mutation, mutate };
}

const nameOf = (input: unknown): string => JSON.stringify(input) ?? "";

/** Only a clear no of the server hides a button; what it does not mention is tried and answered. */
export const may = (rights: Record<string, boolean> | undefined, verb: string): boolean =>
  rights?.[verb] !== false;
