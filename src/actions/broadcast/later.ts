import type { Asks } from "../../domain/asks.ts";
import { FOLLOW_UPS, type Insist } from "../../domain/follow-up.ts";
import type { Texts } from "../../domain/language.ts";
import type { Later } from "../../domain/plan-money.ts";
import type { QuestionNow } from "../../domain/segment.ts";
import type { Db } from "../../store/database.ts";
import { deputiesOf } from "../../store/deputies.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { RungWay } from "../../store/recipients.ts";
import { followUpTexts } from "./follow-up-texts.ts";
import { deputyTextsNaming, remindingTexts } from "./insist-texts.ts";
import { asSms } from "./wording.ts";

type Asked = {
  title: string;
  texts: Texts;
  asks?: Asks | undefined;
  insist?: Insist | null | undefined;
  drill: boolean;
};
/** What is told, and not asked. */
const nothing: Asks = { kind: "nothing" };

/** What may follow a broadcast: with which words, as an SMS carries them, and whom else it would be told to. */
export async function laterOfBroadcast(
  db: Db,
  { title, texts, asks, insist = null, drill }: Asked,
  whom: { question: QuestionNow; rungs: readonly RungWay[] },
): Promise<Later> {
  const { default_language: language } = await readOrganisation(db);
  const tellsDeputies = insist !== null && insist.deputyAfterMs !== null;
  const { groups, longest } = tellsDeputies
    ? await deputiesOf(db, whom.question, whom.rungs)
    : { groups: [], longest: "" };
  return {
    insist,
    reminder: asSms({ texts: remindingTexts(texts), asks, drill }),
    deputies: { groups, texts: asSms({ texts: deputyTextsNaming(longest), asks: nothing, drill }) },
    corrections: FOLLOW_UPS.map((kind) => {
      const written = followUpTexts({ title, texts }, kind, { language }).texts;
      return asSms({ texts: written, asks: nothing, drill });
    }),
  };
}
