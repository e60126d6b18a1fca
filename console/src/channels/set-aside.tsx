import { Alert, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { MailQuestion, MailWarning, RotateCcw, Search, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { InDialog } from "../parts/edit-in-dialog.tsx";
import { ButtonLink } from "../parts/links.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { asideQuery } from "../queries.ts";
import type { Aside } from "../types.ts";
import { useWords } from "../words.ts";

type AsideGroup = Aside["groups"][number];
type AsideItem = Aside["items"][number];
type Kind = AsideGroup["kind"];

const KINDS: readonly Kind[] = ["callback", "reply"];
const total = (groups: readonly AsideGroup[]) => groups.reduce((sum, { count }) => sum + count, 0);

/** What the provider of one channel told us in vain, and what an administrator may do with it. */
export function SetAside({ channelId }: { channelId: number }) {
  const { t } = useWords();
  const aside = useQuery(asideQuery).data;
  const groups = aside?.groups.filter((group) => group.channelId === channelId) ?? [];
  if (!aside || groups.length === 0) return null;
  const items = aside.items.filter((item) => item.channelId === channelId);
  return (
    <Alert
      color="orange"
      icon={<MailWarning aria-hidden />}
      title={t("aside.title", { count: total(groups) })}
    >
      <Stack gap="sm">
        <Text size="sm">{t("aside.explain", { count: total(groups) })}</Text>
        {KINDS.map((kind) => (
          <OfKind
            key={kind}
            groups={groups.filter((group) => group.kind === kind)}
            mayChange={aside.may.change}
          />
        ))}
        {items.length > 0 ? (
          <Group>
            <InDialog
              label={t("aside.look")}
              title={t("aside.newest", { count: items.length })}
              icon={Search}
              form={() => <Items items={items} />}
            />
          </Group>
        ) : null}
      </Stack>
    </Alert>
  );
}

function OfKind({ groups, mayChange }: { groups: readonly AsideGroup[]; mayChange: boolean }) {
  const { t, number } = useWords();
  const [first] = groups;
  if (!first) return null;
  const { kind, channelId } = first;
  const count = total(groups);
  const since = groups.map((group) => group.since).sort()[0] ?? first.since;
  return (
    <Stack gap={6}>
      <Text size="sm">
        {t(`aside.${kind}`, { count, n: number(count) })} <AtAndAgo at={since} />
      </Text>
      {groups.map(({ why }) => (
        <AsItIs key={why} text={why} />
      ))}
      {mayChange ? <Verbs choice={{ kind, channelId }} count={count} /> : null}
    </Stack>
  );
}

/** What a machine or a stranger wrote, letter by letter. */
function AsItIs({ text }: { text: string }) {
  return (
    <Text size="xs" ff="monospace" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {text}
    </Text>
  );
}

type Choice = { kind: Kind; channelId: number; id?: number };

/** Both ask before: what is thrown away is gone, and what is tried again counts. */
function Verbs({ choice, count }: { choice: Choice; count?: number }) {
  const { t } = useWords();
  const all = count === undefined ? "" : "All";
  const plural = count === undefined ? {} : { count };
  return (
    <Group gap="xs">
      <Ask
        size="xs"
        label={t(`aside.retry${all}`)}
        icon={RotateCcw}
        explain={t(`aside.retry${all}Explain`, plural)}
        run={() => api.post("/set-aside/retry", choice)}
        done={t("aside.retried")}
        refresh={["channels"]}
      />
      <Ask
        size="xs"
        color="red"
        variant="light"
        label={t(`aside.drop${all}`)}
        icon={Trash2}
        explain={t(`aside.drop${all}Explain`, plural)}
        run={() => api.post("/set-aside/drop", choice)}
        done={t("aside.dropped")}
        refresh={["channels"]}
      />
    </Group>
  );
}

function Items({ items }: { items: readonly AsideItem[] }) {
  const { t } = useWords();
  return (
    <Stack component="ul" gap="lg" p={0} m={0} style={{ listStyle: "none" }}>
      {items.map(({ id, kind, channelId, receivedAt, sender, excerpt, why }) => (
        <Stack key={`${kind}-${id}`} component="li" gap={6}>
          <Text size="sm" fw={600}>
            {t(`aside.kind.${kind}`)} · <AtAndAgo at={receivedAt} />
          </Text>
          {sender === null ? null : <Text size="sm">{t("aside.from", { sender })}</Text>}
          <AsItIs text={excerpt} />
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {why}
          </Text>
          <Verbs choice={{ kind, channelId, id }} />
        </Stack>
      ))}
    </Stack>
  );
}

/** Receipts that name messages which this database has not sent: what that means, and what to do. */
export function Unmatched({ channelId }: { channelId: number }) {
  const { t, number } = useWords();
  const found = useQuery(asideQuery).data?.unmatched.find((one) => one.channelId === channelId);
  if (!found) return null;
  const { count, isMore, since, latest } = found;
  return (
    <Alert
      color="gray"
      icon={<MailQuestion aria-hidden />}
      title={t(isMore ? "unmatched.more" : "unmatched.title", { count, n: number(count) })}
    >
      <Stack gap={6}>
        <Text size="sm">
          {t("unmatched.since")} <AtAndAgo at={since} />
          {count === 1 ? null : (
            <>
              {" · "}
              {t("unmatched.latest")} <AtAndAgo at={latest} />
            </>
          )}
        </Text>
        <Text size="sm">{t("unmatched.means")}</Text>
        <Text size="sm">{t("unmatched.todo")}</Text>
      </Stack>
    </Alert>
  );
}

/** Where administrators look first, as long as something is set aside anywhere. */
export function SetAsideNotice() {
  const { t } = useWords();
  const aside = useQuery(asideQuery).data;
  if (!aside?.may.change || aside.groups.length === 0) return null;
  const channels = [...new Set(aside.groups.map(({ channelName }) => channelName))].join(", ");
  return (
    <Alert
      color="orange"
      icon={<MailWarning aria-hidden size={18} />}
      title={t("aside.somewhere", { channels })}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("aside.somewhereExplain")}</Text>
        <ButtonLink to="/channels" size="xs" variant="default">
          {t("aside.channels")}
        </ButtonLink>
      </Stack>
    </Alert>
  );
}
