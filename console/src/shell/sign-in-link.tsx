import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../api.ts";
import { ButtonLink } from "../parts/links.tsx";
import { useSentence } from "../parts/sentence.ts";
import type { Session } from "../types.ts";
import { useWords } from "../words.ts";
import { Door } from "./door.tsx";
import { useEntrance } from "./sign-in.tsx";

/**
 * The one-time link. It takes a press of the button, because programs that look at links in messages
 * would use it up.
 */
export function SignInByLink() {
  const { t } = useWords();
  const sentence = useSentence();
  const search = useSearch({ from: "/link" });
  const [token] = useState(() => search.token ?? window.location.hash.slice(1));
  const enter = useEntrance();
  const signIn = useMutation({
    mutationFn: () => api.post<Session>("/session/link", { token }),
    onSuccess: enter,
  });
  return (
    <Door title={t("link.title")}>
      <Stack>
        {signIn.isError ? (
          <>
            <Alert color="red" role="alert">
              {"status" in signIn.error && signIn.error.status === 401
                ? t("link.used")
                : sentence(signIn.error)}
            </Alert>
            <ButtonLink to="/sign-in" variant="default">
              {t("link.password")}
            </ButtonLink>
          </>
        ) : (
          <>
            <Text size="sm">{t("link.hint")}</Text>
            <Button onClick={() => signIn.mutate()} loading={signIn.isPending}>
              {t("link.go")}
            </Button>
          </>
        )}
      </Stack>
    </Door>
  );
}
