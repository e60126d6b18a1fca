import "@fontsource/open-sans/latin-400.css";
import "@fontsource/open-sans/latin-600.css";
import "@fontsource/open-sans/latin-700.css";
import "./styles.ts";
import "./main.css";
import { MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { whenSignedOut } from "./api.ts";
import { mendLanguage } from "./browser-language.ts";
import { styleNonce } from "./nonce.ts";
import { queryClient } from "./queries.ts";
import { router } from "./router.tsx";
import { cssVariables, theme } from "./theme.ts";
import { prepareWords, useWords } from "./words.ts";

const noticesMax = 4;

async function open(): Promise<void> {
  mendLanguage(navigator);
  // The part of Mantine that holds the page still behind a dialog asks for the nonce by this name.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
  await prepareWords();
  whenSignedOut(leave);
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
}

function Console() {
  const { t } = useWords();
  // Crosses and eyes have no text of their own: whoever listens to the page hears these words.
  const spoken = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: {
          CloseButton: { defaultProps: { "aria-label": t("close") } },
          PasswordInput: {
            defaultProps: { visibilityToggleButtonProps: { "aria-label": t("signIn.show") } },
          },
        },
      }),
    [t],
  );
  return (
    <MantineProvider
      theme={spoken}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={noticesMax} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** A session that ended elsewhere ends here as well: nothing stays on screen that may be old. */
function leave(): void {
  const { pathname, searchStr } = router.state.location;
  if (pathname === "/sign-in" || pathname === "/link") return;
  queryClient.clear();
  void router.navigate({ to: "/sign-in", search: { from: `${pathname}${searchStr}` } });
}

void open();
