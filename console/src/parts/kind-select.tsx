import { Select } from "@mantine/core";
import type { Description } from "../types.ts";
import { useTold } from "./described-form.tsx";

/** Which transport or sensor a row is of. It is chosen once: a row never becomes another kind. */
export function KindSelect<Kind extends Description>(given: {
  label: string;
  kinds: readonly Kind[];
  value: string;
  fixed: boolean;
  choose: (kind: Kind) => void;
}) {
  const told = useTold();
  return (
    <Select
      label={given.label}
      allowDeselect={false}
      disabled={given.fixed}
      value={given.value}
      data={given.kinds.map(({ kind, title }) => ({ value: kind, label: told(title) }))}
      onChange={(kind) => {
        const next = given.kinds.find((one) => one.kind === kind);
        if (next) given.choose(next);
      }}
    />
  );
}
