import { type Html, html } from "../lib/html.ts";

/** What the pages about proof and rumours need beside the common look. */
export const verifyStyle: Html = html`
code,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.95em;overflow-wrap:anywhere}
.code{letter-spacing:.06em;font-weight:600;white-space:nowrap}
.select{user-select:all;-webkit-user-select:all;background:var(--page);border:1px solid var(--line);border-radius:8px;padding:.45rem .7rem;display:inline-block;max-width:100%}
pre{margin:.6rem 0;max-width:100%;overflow-x:auto}
pre.select{display:block;padding:.8rem 1rem;background:var(--card);line-height:1.7}
pre code{overflow-wrap:normal}
p+p>.select{margin-block:.6rem}
.plain{list-style:disc;padding-inline-start:1.25rem;max-width:68ch}
.keys li{padding:.3rem 0}
.icon.line{fill:none;stroke:currentColor}
.icon.line *{fill:none;stroke:currentColor}
.verified{border:0;padding:0;margin:0;max-width:40rem}
.difference{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem;line-height:1.9;max-width:70ch;white-space:pre-wrap}
ins,del{padding:.1rem .2rem;border-radius:4px;color:inherit}
ins{background:var(--major-bg);text-decoration:underline 2px var(--major)}
del{background:var(--operational-bg);text-decoration:line-through 2px var(--operational)}
.difference+*,.rumours+p{margin-top:.9rem}
.tricks{border:2px solid var(--major);border-radius:12px;background:var(--card);padding:1rem 1.25rem}
.qr{width:min(100%,12rem);height:auto;border-radius:8px;fill:#000}
.qr .paper{fill:#fff}
textarea{width:100%}
.rumours{display:grid;gap:1rem}
.rumour{background:var(--card);border:1px solid var(--line);border-inline-start:6px solid var(--tone,var(--soft));border-radius:12px;padding:1rem 1.25rem}
.tricks ul{margin-top:.5rem}
.rumour>*+*{margin-top:.6rem}
.rumour h2,.rumour h3{font-size:1.1rem}
.rumour .state .icon{stroke:var(--tone)}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media(forced-colors:active){ins{outline:2px solid}.icon.line{forced-color-adjust:auto;stroke:CanvasText}}
`;
