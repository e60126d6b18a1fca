import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Copy, KeyRound } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import css from "../proof/proof.module.css";
import { type SigningKeys, signingKeysQuery } from "../proof/queries.ts";
import { useWords } from "../words.ts";

/** The key that everything we publish is signed with. */
export function SigningKey() {
  const query = useQuery(signingKeysQuery);
  return <Loaded query={query}>{(data) => <Keys data={data} />}</Loaded>;
}

type Key = SigningKeys["keys"][number];

function Keys({ data }: { data: SigningKeys }) {
  const { t } = useWords();
  const [key, ...former] = data.keys;
  return (
    <Panel title={t("signing.title")} hint={t("signing.hint")}>
      <Stack gap="md">
        {key ? <Present shown={key} mayChange={data.may.change} /> : null}
        {former.length > 0 ? (
          <Stack gap={6}>
            <Text size="sm" fw={600}>
              {t("signing.former")}
            </Text>
            {former.map((each) => (
              <Former key={each.id} shown={each} />
            ))}
          </Stack>
        ) : null}
      </Stack>
    </Panel>
  );
}

function Present({ shown, mayChange }: { shown: Key; mayChange: boolean }) {
  const { t, language } = useWords();
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t("signing.publicKey")}
      </Text>
      <code className={css.key}>{shown.publicKey}</code>
      <Text size="sm" c="dimmed">
        {t("signing.name", { id: shown.id })} · {t("signing.since")} <AtAndAgo at={shown.since} />
      </Text>
      <Group gap="xs">
        <Copied text={shown.publicKey} />
        <Button
          size="xs"
          variant="default"
          component="a"
          href={`/${language}/verify`}
          target="_blank"
          rel="noopener"
        >
          {t("signing.page")}
        </Button>
        {mayChange ? <ChangeKey /> : null}
      </Group>
    </Stack>
  );
}

function Copied({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          leftSection={<Copy aria-hidden size={14} />}
          onClick={copy}
        >
          {t(copied ? "accounts.copied" : "accounts.copy")}
        </Button>
      )}
    </CopyButton>
  );
}

function ChangeKey() {
  const { t } = useWords();
  return (
    <Ask
      label={t("signing.change")}
      size="xs"
      icon={KeyRound}
      explain={t("signing.changeExplain")}
      run={() => api.post("/signing-keys")}
      done={t("signing.changed")}
      refresh={["signing-keys", "events"]}
    />
  );
}

function Former({ shown }: { shown: Key }) {
  const { t } = useWords();
  return (
    <div>
      <code className={css.key}>{shown.publicKey}</code>
      <Text size="sm" c="dimmed">
        {t("signing.name", { id: shown.id })}
        {shown.until ? (
          <>
            {" · "}
            {t("signing.until")} <AtAndAgo at={shown.until} />
          </>
        ) : null}
      </Text>
    </div>
  );
}
