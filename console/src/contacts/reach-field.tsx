import { Select } from "@mantine/core";
import { useWords } from "../words.ts";
import type { Parts } from "./question.ts";

type ReachFieldProps = { reach: Parts["reach"]; change: (reach: Parts["reach"]) => void };

const ways = ["none", "one", "several"] as const;
const domains = ["meta", "carrier", "email"] as const;

/** How many independent ways reach somebody, or which one alone. */
export function ReachField({ reach, change }: ReachFieldProps) {
  const { t } = useWords();
  const value = reach?.only === undefined ? (reach?.ways ?? null) : `only:${reach.only}`;
  const known = reach?.only === undefined ? [] : [reach.only];
  const only = [...new Set([...domains, ...known])].map((domain) => ({
    value: `only:${domain}`,
    label: t("reachability.onlyBy", {
      way: t(`reachability.domain.${domain}`, { defaultValue: domain }),
    }),
  }));
  const choose = (next: string | null) => {
    const asked = ways.find((one) => one === next);
    if (asked) return change({ ways: asked });
    return change(next ? { only: next.slice("only:".length) } : undefined);
  };
  return (
    <Select
      label={t("reachability.field")}
      clearable
      placeholder={t("reachability.any")}
      value={value}
      data={[...ways.map((one) => ({ value: one, label: t(`reachability.is.${one}`) })), ...only]}
      onChange={choose}
    />
  );
}
