import { Text } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { styleNonce } from "../nonce.ts";
import css from "./announcements.module.css";

/** A page of ours in a frame as wide as a telephone; nothing in it runs, nothing in it loads. */
export function PageFrame({ title, html }: { title: string; html: string }) {
  return (
    <div className={css.phone}>
      <iframe className={css.screen} title={title} sandbox="" srcDoc={withNonce(html)} />
    </div>
  );
}

/** Says what is not as it looks: nothing carries it, or words were left out. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" component="p" className={css.note ?? ""}>
      <CircleAlert aria-hidden size={14} className={css.mark} />
      <span>{children}</span>
    </Text>
  );
}

/** A page inside this page obeys this page's policy: its styles need this page's nonce. */
export const withNonce = (html: string) =>
  html
    .replaceAll("<style", `<style nonce="${styleNonce()}"`)
    // The sandbox lets no script run; without them the browser has nothing to complain about.
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, "");
