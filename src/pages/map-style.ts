import { type Html, xml } from "../lib/html.ts";

/** The look of the map, which is a file of its own and follows the reader's light or dark. */
export const mapStyle: Html = xml`:root{--land:#dfe4ea;--line:#fff;--ink:#b1121d;--under:#fbdcdc}@media(prefers-color-scheme:dark){:root{--land:#2c3847;--line:#18212d;--ink:#ff8d8d;--under:#5a2328}}.land{fill:var(--land)}.borders{fill:none}.borders,.near{stroke:var(--line)}.ink{fill:var(--ink)}.under{fill:var(--under)}.some,.much,.most{stroke:var(--ink)}.some{fill:url(#some)}.much{fill:url(#much)}.most{fill:var(--ink)}`;
