import { type Html, html } from "../lib/html.ts";

/** What questions, answers and the contact form need beside the common look. */
export const helpStyle: Html = html`
.ask-box{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.25rem}
form[data-ask]{border:0;padding:0;background:none;gap:.2rem;max-width:none;margin-top:.8rem}
.ask-row{display:flex;flex-wrap:wrap;gap:.6rem}
.ask-row input{flex:1 1 13rem;max-width:none;min-width:0}
.talk{display:grid;gap:.8rem;max-height:34rem;overflow:auto;margin-top:1rem;padding:.25rem}
.mine{justify-self:end;max-width:min(34rem,90%);background:var(--link);color:var(--card);border-radius:12px 12px 2px 12px;padding:.5rem .9rem;overflow-wrap:anywhere}
.theirs{background:var(--page);border:1px solid var(--line);border-radius:12px 12px 12px 2px;padding:.8rem 1rem}
.theirs,.answer{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
.theirs h2,.theirs .asked{display:none}
.talk-end{justify-self:start;background:none;color:var(--link);margin-top:.6rem}
.answer{background:var(--card);border:1px solid var(--line);border-inline-start:6px solid var(--link);border-radius:12px;padding:clamp(1rem,2.5vw,1.6rem)}
.asked{color:var(--soft);overflow-wrap:anywhere}
.lead{font-weight:650;font-size:1.1rem}
:is(.answer,.theirs) p{max-width:68ch}
.told{border-inline-start:3px solid var(--line);padding-inline-start:.9rem;display:grid;gap:.35rem}
.hand{border-top:1px solid var(--line);padding-top:.75rem;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center}
.faq{display:grid;gap:.6rem}
.faq details{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.55rem 1.1rem}
.faq summary{font-weight:600;color:var(--ink);padding:.35rem 0}
.faq summary h3{display:inline}
.faq details p{max-width:68ch;margin-block:.4rem}
.helped{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;border:0;padding:0;background:none;max-width:none;margin-block:.5rem}
.helped button{background:none;color:var(--link);padding:.25rem .8rem}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.text{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:8px;padding:.6rem .75rem;width:100%;max-width:none}
.label+.soft{margin-block:-.3rem .4rem}
.number{font-size:1.6rem;font-weight:700;letter-spacing:.06em;font-variant-numeric:tabular-nums}
.before{display:grid;gap:1rem}
@media(forced-colors:active){.mine,.theirs,.answer{border:1px solid}}
`;
