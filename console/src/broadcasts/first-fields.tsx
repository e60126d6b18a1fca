import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { segmentsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

const firstMax = 5;
type FirstFieldsProps = { first: string[]; change: (first: string[]) => void };

/** Who is sent to before everybody else, in the order in which they are chosen. */
export function FirstFields({ first, change }: FirstFieldsProps) {
  const { t } = useWords();
  const segments = useQuery(segmentsQuery).data?.segments ?? [];
  if (segments.length === 0) return null;
  return (
    <MultiSelect
      label={t("first.label")}
      description={t("first.hint")}
      data={segments.map(({ id, name }) => ({ value: id, label: name }))}
      value={first}
      maxValues={firstMax}
      onChange={change}
    />
  );
}
