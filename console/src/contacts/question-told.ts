import type { Question } from "../types.ts";
import { useWords } from "../words.ts";
import { type Parts, partsIn } from "./question.ts";

/** A question in words. */
export function useQuestionTold(): (question: Question) => string {
  const { t } = useWords();
  const told = usePartsTold();
  const listed = (group: readonly Parts[]) => group.map(told).join(` ${t("question.or")} `);
  return (question) => {
    const { any = [], none = [] } = question;
    const parts = told(partsIn(question));
    return [
      parts === "" ? t("audience.everybody") : parts,
      ...(any.length > 0 ? [t("question.toldAny", { list: listed(any) })] : []),
      ...(none.length > 0 ? [t("question.toldNone", { list: listed(none) })] : []),
    ].join(" · ");
  };
}

function usePartsTold(): (parts: Parts) => string {
  const { t, number } = useWords();
  const reachTold = ({ ways, only, scoreMax }: NonNullable<Parts["reach"]>) => [
    ...(ways ? [t(`reachability.is.${ways}`)] : []),
    ...(only === undefined
      ? []
      : [
          t("reachability.onlyBy", {
            way: t(`reachability.domain.${only}`, { defaultValue: only }),
          }),
        ]),
    ...(scoreMax === undefined ? [] : [t("reachability.atMost", { score: scoreMax })]),
  ];
  return (parts) => {
    const { languages = [], countries = [], regions = [], attributes = {} } = parts;
    const { near, within, active, reach } = parts;
    const activity = active?.what === "reached" ? "toldReached" : "toldAnswered";
    const place = near && { km: number(near.km), lat: number(near.lat), lon: number(near.lon) };
    return [
      ...(languages.length > 0 ? [languages.map((one) => t(`language.${one}`)).join(", ")] : []),
      ...[countries, regions].flatMap((list) => (list.length > 0 ? [list.join(", ")] : [])),
      ...Object.entries(attributes).map(([name, values]) => `${name}: ${values.join(", ")}`),
      ...(place ? [t("question.toldNear", place)] : []),
      ...(within ? [t("question.toldWithin")] : []),
      ...(active ? [t(`question.${activity}`, { count: active.days })] : []),
      ...(reach ? reachTold(reach) : []),
    ].join(" · ");
  };
}
