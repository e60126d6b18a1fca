import { ActionIcon, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Sun } from "lucide-react";
import { chooseLanguage, isLanguage, useWords } from "../words.ts";

export function LanguageSwitch() {
  const { t, language } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("shell.language")}
      value={language}
      onChange={(next) => {
        if (isLanguage(next)) void chooseLanguage(next);
      }}
      data={[
        { value: "fr", label: <span lang="fr">FR</span> },
        { value: "en", label: <span lang="en">EN</span> },
      ]}
    />
  );
}

const schemes = { auto: "light", light: "dark", dark: "auto" } as const;
const icons = { auto: Monitor, light: Sun, dark: Moon };

/** Light, dark, or as the system says. */
export function SchemeSwitch() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  const label = t(`shell.scheme.${colorScheme}`);
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(schemes[colorScheme])}
    >
      <Icon aria-hidden size={18} />
    </ActionIcon>
  );
}
