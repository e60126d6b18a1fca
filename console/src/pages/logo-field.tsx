import { Button, FileButton, Group } from "@mantine/core";
import { ImageUp, X } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { useWords } from "../words.ts";
import type { PublicPage } from "./queries.ts";

/** Gives a page its picture. The server looks at the bytes and says what it will not take. */
export function LogoField({ page }: { page: PublicPage }) {
  const { t } = useWords();
  const give = useAct<File | null>({
    run: async (file) => {
      const base64 = file === null ? null : await base64Of(file);
      return await api.put(`/pages/${page.id}/logo`, { base64 });
    },
    done: t("pages.logoKept"),
    refresh: ["pages"],
  });
  return (
    <Group gap={6}>
      {page.logo === null ? null : <img src={pathOf(page.logo)} alt="" height={28} />}
      <FileButton
        accept="image/png,image/jpeg,image/webp"
        onChange={(file) => file && give.mutate(file)}
      >
        {(props) => (
          <Button
            {...props}
            size="xs"
            variant="default"
            loading={give.isPending}
            leftSection={<ImageUp aria-hidden size={14} />}
          >
            {t("pages.logo")}
          </Button>
        )}
      </FileButton>
      {page.logo === null ? null : <Away remove={() => give.mutate(null)} />}
    </Group>
  );
}

function Away({ remove }: { remove: () => void }) {
  const { t } = useWords();
  return (
    <Button size="xs" variant="subtle" aria-label={t("pages.logoRemove")} onClick={remove}>
      <X aria-hidden size={14} />
    </Button>
  );
}

/** The console may show pictures of its own host only. */
const pathOf = (url: string): string => new URL(url).pathname;

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
