import { type Html, html } from "../lib/html.ts";

/** What sessions of questions and polls need beside the common look. */
export const forumStyle: Html = html`
.join{border:0;padding:0;background:none;max-width:none}
.join button{background:none;color:var(--link);justify-self:start}
.result{display:grid;gap:.9rem;max-width:36rem}
.result p{display:flex;flex-wrap:wrap;gap:.2rem 1rem;justify-content:space-between}
.bar-of{display:block;width:100%;height:.8rem;background:var(--unknown-bg);border-radius:6px;fill:var(--link)}
@media(forced-colors:active){.bar-of{border:1px solid;fill:Highlight}}
`;
