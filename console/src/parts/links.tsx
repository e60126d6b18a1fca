import {
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  NavLink,
  type NavLinkProps,
} from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";

type Element = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "color" | "style"> & {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
};

function AnchorElement(props: Element & AnchorProps) {
  return <Anchor {...props} />;
}

function ButtonElement(props: Element & ButtonProps) {
  return <Button component="a" {...props} />;
}

function NavElement(props: Element & NavLinkProps) {
  return <NavLink component="a" {...props} />;
}

/** Links of the router that look like Mantine's. */
export const TextLink = createLink(AnchorElement);
export const ButtonLink = createLink(ButtonElement);
export const NavEntry = createLink(NavElement);
