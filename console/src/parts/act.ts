import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { queryClient } from "../queries.ts";
import { useWords } from "../words.ts";
import { useSentence } from "./sentence.ts";

const doneMs = 5_000;

type Act<Input, Result> = {
  run: (input: Input) => Promise<Result>;
  /** What to say when it is done. */
  done?: string;
  /** The resources whose answers are out of date now. */
  refresh?: readonly string[];
  after?: (result: Result, input: Input) => void;
};

/** One change on the server: whether it worked is told in words, and what is on screen is renewed. */
export function useAct<Input = void, Result = unknown>(act: Act<Input, Result>) {
  const { t } = useWords();
  const sentence = useSentence();
  return useMutation<Result, Error, Input>({
    mutationFn: act.run,
    onSuccess: async (result, input) => {
      if (act.done) notifications.show({ message: act.done, color: "teal", autoClose: doneMs });
      const stale = (act.refresh ?? []).map((resource) =>
        queryClient.invalidateQueries({ queryKey: [resource] }),
      );
      await Promise.all(stale);
      act.after?.(result, input);
    },
    onError: (cause) =>
      notifications.show({
        title: t("failed.title"),
        message: sentence(cause),
        color: "red",
        autoClose: false,
      }),
  });
}

/** Only a clear no of the server hides a button; what it does not mention is tried and answered. */
export const may = (rights: Record<string, boolean> | undefined, verb: string): boolean =>
  rights?.[verb] !== false;
