import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Phone, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import css from "../incidents/incidents.module.css";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { contactPointsQuery } from "../queries.ts";
import type { ContactPoint } from "../types.ts";
import { useWords } from "../words.ts";
import { ContactPointForm } from "./contact-point-form.tsx";

/** The ways the public reaches the organisation: what the status page is about. */
export function ContactPoints() {
  const { t } = useWords();
  const query = useQuery(contactPointsQuery);
  const points = query.data?.contactPoints ?? [];
  return (
    <Panel
      title={t("settings.tab.contact-points")}
      hint={t("points.hint")}
      actions={
        may(query.data?.may, "create") ? (
          <EditPoint label={t("points.add")} position={points.length} />
        ) : null
      }
    >
      <Loaded query={query}>
        {({ contactPoints }) =>
          contactPoints.length === 0 ? (
            <Empty icon={Phone} title={t("points.none")} hint={t("points.noneHint")} />
          ) : (
            <Stack component="ul" gap={0} m={0} p={0}>
              {contactPoints.map((point) => (
                <PointLine key={point.id} point={point} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function PointLine({ point }: { point: ContactPoint }) {
  const { t, pick } = useWords();
  return (
    <li className={css.task}>
      <Group justify="space-between" gap="xs">
        <Stack gap={2} style={{ flex: "1 1 14rem", minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {pick(point.name)}
            </Text>
            <State kind="point" state={point.baseline} size="sm" />
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {t(`pointKind.${point.kind}`, { defaultValue: point.kind })}
            {point.link ? ` · ${point.link}` : ""}
            {point.waitingMinutes === null
              ? ""
              : ` · ${t("points.wait", { count: point.waitingMinutes })}`}
          </Text>
        </Stack>
        <Group gap="xs">
          {may(point.may, "change") ? (
            <EditPoint label={t("channel.edit")} point={point} position={point.position} />
          ) : null}
          {may(point.may, "remove") ? (
            <Ask
              size="xs"
              icon={Trash2}
              label={t("sources.remove")}
              explain={t("points.removeExplain")}
              run={() => api.remove(`/contact-points/${point.id}`)}
              done={t("points.removed")}
              refresh={["contact-points"]}
            />
          ) : null}
        </Group>
      </Group>
    </li>
  );
}

type EditPointProps = { label: string; point?: ContactPoint; position: number };

function EditPoint({ label, point, position }: EditPointProps) {
  return (
    <EditInDialog
      label={label}
      title={label}
      isNew={point === undefined}
      form={(close) => (
        <ContactPointForm {...(point ? { point } : {})} position={position} close={close} />
      )}
    />
  );
}
