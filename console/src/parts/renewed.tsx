import { Alert, Button, Container, Stack, Text } from "@mantine/core";
import { lazyRouteComponent } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "../words.ts";

const RELOADED = "tocsin.reloaded";
/** A page that could not be fetched right after a reload is not mended by another one. */
const reloadsApartMs = 60_000;

/**
 * A page that is fetched when somebody goes there. After an update its file has another name: whoever
 * held the console open through it is brought to the new one. Nothing is reloaded for a mere glance ahead.
 */
export const lazyPage = <Name extends string>(
  load: () => Promise<Record<Name, () => ReactNode>>,
  name: Name,
) =>
  lazyRouteComponent(async () => {
    try {
      return { Page: (await load())[name] };
    } catch {
      return { Page: RenewedPage };
    }
  }, "Page");

/** In the place of a page that is not there: reloads where the server is there, and says so where not. */
function RenewedPage() {
  const [isStuck, setStuck] = useState(false);
  useEffect(() => {
    void canReload().then((can) => (can ? reload() : setStuck(true)));
  }, []);
  return isStuck ? (
    <Container component="main" size="sm" py="xl">
      <Renewed />
    </Container>
  ) : null;
}

/** In the place of a part of a page: somebody may be writing beside it, so they choose the moment. */
export function Renewed() {
  const { t } = useWords();
  return (
    <Alert icon={<RefreshCw aria-hidden />} title={t("renewed.title")}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("renewed.text")}</Text>
        <Button size="xs" variant="default" onClick={reload}>
          {t("renewed.reload")}
        </Button>
      </Stack>
    </Alert>
  );
}

function reload(): void {
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
}

/** Whoever reloads while the server is away loses what is on the screen, and gains nothing. */
async function canReload(): Promise<boolean> {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < reloadsApartMs) return false;
  try {
    return (await fetch(location.pathname, { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
