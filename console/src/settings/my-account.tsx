import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { LanguageSwitch, SchemeSwitch } from "../shell/switches.tsx";
import { useWords } from "../words.ts";

const passwordLengthMin = 12;
const passwordLengthMax = 200;

export function MyAccount() {
  const { t } = useWords();
  return (
    <Stack>
      <PasswordForm />
      <Panel title={t("me.display")} hint={t("me.displayHint")}>
        <Group>
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Panel>
    </Stack>
  );
}

function PasswordForm() {
  const { t } = useWords();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useAct({
    run: () => api.post("/password", { current: current || null, next }),
    done: t("me.changed"),
    after: () => {
      setCurrent("");
      setNext("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined);
  };
  return (
    <Panel title={t("me.password")}>
      <form onSubmit={submit}>
        <Stack maw={420}>
          <PasswordInput
            label={t("me.current")}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("me.next")}
            description={t("me.nextHint", { count: passwordLengthMin })}
            autoComplete="new-password"
            required
            minLength={passwordLengthMin}
            maxLength={passwordLengthMax}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {t("me.others")}
          </Text>
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t("me.change")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
