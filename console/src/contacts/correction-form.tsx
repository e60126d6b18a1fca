import { Group, NumberInput, Select, Text, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import type { Person } from "../types.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";

const KINDS = ["sms", "email", "whatsapp", "telegram", "signal"] as const;

type Draft = {
  name: string;
  language: Person["language"];
  country: string;
  addresses: Record<string, string>;
  attributes: Record<string, string>;
  place: { lat: number | string; lon: number | string };
};

const draftOf = (contact: Person): Draft => ({
  name: contact.name,
  language: contact.language,
  country: contact.country ?? "",
  addresses: Object.fromEntries(contact.addresses.map(({ kind, value }) => [kind, value])),
  attributes: contact.attributes,
  place: contact.place ?? { lat: "", lon: "" },
});

/** Corrects what we know about somebody. Consent is another matter: it has its own buttons. */
export function CorrectionForm({ contact, close }: { contact: Person; close: () => void }) {
  const { t } = useWords();
  const first = useMemo(() => draftOf(contact), [contact]);
  const [draft, setDraft] = useState(first);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => api.patch(`/contacts/${contact.id}`, changesOf(first, draft)),
    done: t("contact.corrected"),
    refresh: ["contacts", "segments"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <TextInput
        label={t("contacts.name")}
        maxLength={200}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Group grow gap="sm" align="flex-start">
        <Select
          label={t("contacts.language")}
          allowDeselect={false}
          value={draft.language}
          data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChange={(next) => isLanguage(next) && set({ language: next })}
        />
        <TextInput
          label={t("contact.country")}
          description={t("contact.countryHint")}
          maxLength={2}
          pattern="[A-Za-z]{2}"
          value={draft.country}
          onChange={(event) => set({ country: event.currentTarget.value })}
        />
      </Group>
      <Group grow gap="sm">
        {(["lat", "lon"] as const).map((name) => (
          <NumberInput
            key={name}
            label={t(`question.${name}`)}
            hideControls
            decimalSeparator={t("question.decimal")}
            min={name === "lat" ? -90 : -180}
            max={name === "lat" ? 90 : 180}
            value={draft.place[name]}
            onChange={(value) => set({ place: { ...draft.place, [name]: value } })}
          />
        ))}
      </Group>
      <Ways addresses={draft.addresses} change={(addresses) => set({ addresses })} />
      {Object.entries(draft.attributes).map(([name, value]) => (
        <TextInput
          key={name}
          label={name}
          maxLength={1_000}
          value={value}
          onChange={(event) =>
            set({ attributes: { ...draft.attributes, [name]: event.currentTarget.value } })
          }
        />
      ))}
    </KeepForm>
  );
}

type WaysProps = { addresses: Draft["addresses"]; change: (next: Draft["addresses"]) => void };

function Ways({ addresses, change }: WaysProps) {
  const { t } = useWords();
  const nameOf = (kind: string) => t(`kind.${kind}`, { defaultValue: kind });
  const others = KINDS.filter((kind) => addresses[kind] === undefined);
  return (
    <>
      {Object.entries(addresses).map(([kind, value]) => (
        <TextInput
          key={kind}
          label={nameOf(kind)}
          maxLength={500}
          value={value}
          onChange={(event) => change({ ...addresses, [kind]: event.currentTarget.value })}
        />
      ))}
      <Text size="xs" c="dimmed">
        {t("contact.waysHint")}
      </Text>
      {others.length > 0 ? (
        <Select
          label={t("contact.addWay")}
          value={null}
          data={others.map((kind) => ({ value: kind, label: nameOf(kind) }))}
          onChange={(kind) => kind && change({ ...addresses, [kind]: "" })}
        />
      ) : null}
    </>
  );
}

/** Half a place is none. */
const placeOf = ({ lat, lon }: Draft["place"]) =>
  typeof lat === "number" && typeof lon === "number" ? { lat, lon } : null;

/** Only what was changed is sent: what two people correct at a time does not undo each other. */
function changesOf(first: Draft, draft: Draft): Record<string, unknown> {
  const country = draft.country.trim().toUpperCase();
  const addresses = Object.entries(draft.addresses)
    .map(([kind, value]) => [kind, value.trim()] as const)
    .filter(([kind, value]) => value !== (first.addresses[kind] ?? ""))
    .map(([kind, value]) => [kind, value === "" ? null : value] as const);
  return {
    ...(draft.name === first.name ? {} : { name: draft.name }),
    ...(draft.language === first.language ? {} : { language: draft.language }),
    ...(country === first.country ? {} : { country: country === "" ? null : country }),
    ...(draft.place === first.place ? {} : { place: placeOf(draft.place) }),
    ...(draft.attributes === first.attributes ? {} : { attributes: draft.attributes }),
    ...(addresses.length === 0 ? {} : { addresses: Object.fromEntries(addresses) }),
  };
}
