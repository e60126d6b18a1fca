import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, rememberCsrf } from "../api.ts";
import { hasDrafts } from "../parts/kept.ts";
import { useSentence } from "../parts/sentence.ts";
import { queryClient } from "../queries.ts";
import type { Session } from "../types.ts";
import { useWords } from "../words.ts";
import { Door } from "./door.tsx";

export function SignIn() {
  const { t } = useWords();
  const sentence = useSentence();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useEntrance();
  // Whoever left by themselves has left nothing behind.
  const [isEnded] = useState(hasDrafts);
  const signIn = useMutation({
    mutationFn: () => api.post<Session>("/session", { email: email.trim(), password }),
    onSuccess: enter,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <Door title={t("signIn.title")}>
      <form onSubmit={submit}>
        <Stack>
          {isEnded ? <Text size="sm">{t("signIn.ended")}</Text> : null}
          {signIn.isError ? (
            <Alert color="red" role="alert">
              {signIn.error instanceof Error &&
              "status" in signIn.error &&
              signIn.error.status === 401
                ? t("signIn.wrong")
                : sentence(signIn.error)}
            </Alert>
          ) : null}
          <TextInput
            label={t("signIn.email")}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("signIn.password")}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={signIn.isPending}>
            {t("signIn.go")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("signIn.lost")}
          </Text>
        </Stack>
      </form>
    </Door>
  );
}

/** Lets somebody in, to where they wanted to go. */
export function useEntrance(): (session: Session) => void {
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  return (session) => {
    rememberCsrf(session.csrf);
    queryClient.clear();
    queryClient.setQueryData(["session"], session);
    void navigate({ href: insideOnly("from" in search ? search.from : undefined) });
  };
}

/** Only a path of our own: an address from outside must not choose where we go. */
const insideOnly = (from: string | undefined) => {
  const path = from?.replace(/^\/console/, "") ?? "/";
  return /^\/(?![/\\])/.test(path) ? `/console${path}` : "/console/";
};
