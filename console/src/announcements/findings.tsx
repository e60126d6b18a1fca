import { Anchor } from "@mantine/core";
import { CircleAlert, OctagonAlert } from "lucide-react";
import type { LintFinding } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./announcements.module.css";

type FindingsProps = {
  findings: readonly LintFinding[];
  /** Marks the words in the field; without it there is nothing to point at. */
  show?: (finding: LintFinding) => void;
};

/** What to put right in a field, each with what to write instead. */
export function Findings({ findings, show }: FindingsProps) {
  const { t, pick } = useWords();
  return (
    <>
      {findings.map((finding) => {
        const { code, from, level, says, words } = finding;
        const Icon = level === "error" ? OctagonAlert : CircleAlert;
        return (
          <span key={`${code} ${from}`} className={css.finding} data-level={level}>
            <Icon aria-hidden size={14} className={css.mark} />
            <span>
              {t(`outlets.level.${level}`)} {pick(says.text)}{" "}
              {show && words !== "" ? (
                <Anchor component="button" type="button" fz="inherit" onClick={() => show(finding)}>
                  {t("outlets.showWords")}
                </Anchor>
              ) : null}
            </span>
          </span>
        );
      })}
    </>
  );
}
