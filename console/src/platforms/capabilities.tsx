import { Group, Text } from "@mantine/core";
import { AddendLines, useConfidence } from "../incidents/assessment.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import type { Capability, PlatformDetail } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./platforms.module.css";

/** What we use the platform for, one by one: sending may fail while receiving works. */
export function Capabilities({ detail }: { detail: PlatformDetail }) {
  const { t, pick } = useWords();
  const { capabilities, capabilitiesText } = detail;
  if (capabilities.length === 0) return null;
  return (
    <Panel title={t("capabilities.title")} hint={t("capabilities.hint")}>
      {capabilitiesText ? <Text fw={600}>{pick(capabilitiesText)}</Text> : null}
      <ul className={css.bars}>
        {capabilities.map((one) => (
          <CapabilityLine key={one.capability} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

function CapabilityLine({ one }: { one: Capability }) {
  const { t } = useWords();
  const confidence = useConfidence();
  const name = t(`capability.${one.capability}`, { defaultValue: one.capability });
  return (
    <li className={css.capability}>
      <details>
        <summary>
          <Group component="span" gap="xs" display="inline-flex">
            <Text span size="sm" fw={600} className={css.capabilityName ?? ""}>
              {name}
            </Text>
            <State kind="level" state={one.level} size="sm" />
            <Text span size="xs" c="dimmed">
              {t("platform.since")} <At at={one.since} /> · {confidence(one.confidence)}
            </Text>
          </Group>
        </summary>
        <AddendLines addends={one.addends} />
      </details>
    </li>
  );
}
