import { useWords } from "../words.ts";
import css from "./bars.module.css";

export type BarPart = { key: string; word: string; count: number; look: string };

/** One stacked bar; its sentence names every part, so nothing depends on seeing colours. */
export function Bar({ total, parts }: { total: number; parts: BarPart[] }) {
  const { number } = useWords();
  const label = parts.map((part) => `${part.word} ${number(part.count)}`).join(", ");
  return (
    <div className={css.bar} role="img" aria-label={label}>
      {parts
        .filter((part) => part.count > 0)
        .map((part) => (
          <div
            key={part.key}
            className={css.part}
            data-look={part.look}
            style={{ width: `${(part.count / Math.max(1, total)) * 100}%` }}
          />
        ))}
    </div>
  );
}
