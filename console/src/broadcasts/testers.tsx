import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { channelsQuery } from "../queries.ts";
import type { Tester } from "../types.ts";
import { useWords } from "../words.ts";

const refresh = ["testers", "events"];
type TesterLineProps = { tester: Tester; checked: boolean; check: (on: boolean) => void };

/** One tester: to be chosen once the code has come back. */
export function TesterLine({ tester, checked, check }: TesterLineProps) {
  const { t } = useWords();
  const isConfirmed = tester.state === "confirmed";
  const where = `${t(`kind.${tester.kind}`, { defaultValue: tester.kind })} ${tester.address}`;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Checkbox
          label={tester.name}
          description={isConfirmed ? where : `${where} · ${t(`trial.code.${tester.state}`)}`}
          checked={isConfirmed && checked}
          disabled={!isConfirmed}
          onChange={(event) => check(event.currentTarget.checked)}
        />
        <Ask
          size="xs"
          variant="subtle"
          color="red"
          icon={Trash2}
          label={t("trial.forget")}
          explain={t("trial.forgetExplain", { name: tester.name })}
          run={() => api.remove(`/testers/${tester.id}`)}
          done={t("trial.forgotten")}
          refresh={refresh}
        />
      </Group>
      {tester.state === "sent" ? <CodeField tester={tester} /> : null}
    </Stack>
  );
}

function CodeField({ tester }: { tester: Tester }) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const confirm = useAct({
    run: () => api.post(`/testers/${tester.id}/confirmation`, { code: code.trim() }),
    done: t("trial.confirmed"),
    refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t("trial.codeOf", { name: tester.name })}
          inputMode="numeric"
          required
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={confirm.isPending}>
          {t("trial.confirm")}
        </Button>
      </Group>
    </form>
  );
}

export function AddTester() {
  const { t } = useWords();
  return (
    <EditInDialog
      label={t("trial.add")}
      title={t("trial.add")}
      isNew
      form={(close) => <TesterForm close={close} />}
    />
  );
}

function TesterForm({ close }: { close: () => void }) {
  const { t } = useWords();
  const channels = useQuery(channelsQuery).data?.channels ?? [];
  const kinds = [...new Set(channels.filter((one) => one.enabled).map((one) => one.addressKind))];
  const [draft, setDraft] = useState({ name: "", kind: "", address: "" });
  const kind = kinds.includes(draft.kind) ? draft.kind : (kinds[0] ?? "");
  const keep = useAct({
    run: () => api.post("/testers", { ...draft, kind }),
    done: t("trial.added"),
    refresh,
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <Text size="sm">{t("trial.addHint")}</Text>
      <TextInput
        label={t("trial.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Select
        label={t("trial.kind")}
        allowDeselect={false}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`kind.${value}`, { defaultValue: value }) }))}
        onChange={(next) => next && setDraft({ ...draft, kind: next })}
      />
      <TextInput
        label={t("trial.address")}
        required
        maxLength={500}
        value={draft.address}
        onChange={(event) => setDraft({ ...draft, address: event.currentTarget.value })}
      />
    </KeepForm>
  );
}
