import { Checkbox, SimpleGrid, TextInput } from "@mantine/core";
import { useWords } from "../words.ts";
import { OUR_COLOURS, type PageDraft } from "./draft.ts";
import css from "./pages.module.css";

type FieldsProps = {
  colours: PageDraft["colours"];
  change: (colours: PageDraft["colours"]) => void;
};

/** Two colours for the light and two for the dark look; without any, Tocsin's own. */
export function ColourFields({ colours, change }: FieldsProps) {
  const { t } = useWords();
  return (
    <>
      <Checkbox
        label={t("pages.ownColours")}
        checked={colours !== null}
        onChange={(event) => change(event.currentTarget.checked ? OUR_COLOURS : null)}
      />
      {colours === null ? null : (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {(["light", "dark"] as const).flatMap((look) =>
            (["accent", "header"] as const).map((part) => (
              <ColourField
                key={`${look} ${part}`}
                label={t(`pages.colour.${look}.${part}`)}
                value={colours[look][part]}
                change={(value) =>
                  change({ ...colours, [look]: { ...colours[look], [part]: value } })
                }
              />
            )),
          )}
        </SimpleGrid>
      )}
    </>
  );
}

type FieldProps = { label: string; value: string; change: (value: string) => void };

/** A colour as the brand's book writes it, and the browser's own way to pick one beside it. */
function ColourField({ label, value, change }: FieldProps) {
  const { t } = useWords();
  return (
    <TextInput
      label={label}
      required
      pattern="#[0-9a-fA-F]{6}"
      maxLength={7}
      value={value}
      leftSectionPointerEvents="all"
      leftSection={
        <input
          type="color"
          className={css.swatch}
          aria-label={t("pages.pick", { label })}
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
        />
      }
      onChange={(event) => change(event.currentTarget.value.trim().toLowerCase())}
    />
  );
}
