import type { PlatformDetail } from "../types.ts";
import { useWords } from "../words.ts";
import { useKeyName } from "./key-name.ts";

/** What a stream counts, and of whom: "Reports", "Reports · France". */
export function useStreamName(): (stream: PlatformDetail["streams"][number]) => string {
  const { t, say } = useWords();
  const keyName = useKeyName();
  return ({ id, kind }) => {
    const counted = say(`console:chart.kind.${kind}`) ?? kind;
    // A part of a stream says in its name which one it is: platform:kind:dimension:key.
    const [, , dimension, ...rest] = id.split(":");
    if (dimension === undefined || rest.length === 0) return counted;
    return t("chart.streamOf", { counted, part: keyName(dimension, rest.join(":")) });
  };
}
