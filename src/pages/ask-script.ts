import { type Html, html } from "../lib/html.ts";

/**
 * Answers in place, one below the other: the same page that a visitor without a script gets, of
 * which the answer is taken. Escape puts it away and gives the focus back. Nothing is kept.
 */
export const askScript: Html = html`(()=>{
const f=document.querySelector("form[data-ask]");if(!f)return;
const d=document,i=f.elements.q,w=f.dataset,asked=[];let log,end,busy=0;
const el=(n,c,t)=>{const e=d.createElement(n);e.className=c;if(t)e.textContent=t;return e};
const shut=()=>{if(!log)return;log.remove();end.remove();log=0;asked.length=0;i.focus()};
const open=()=>{
if(log)return;
log=el("div","talk");log.setAttribute("role","log");log.setAttribute("aria-label",w.log);log.tabIndex=0;
end=el("button","talk-end",w.close);end.type="button";end.onclick=shut;
f.before(log);f.after(end)
};
const said=(a,q)=>{
for(const e of a.querySelectorAll("[id]"))e.removeAttribute("id");
for(const e of a.querySelectorAll("a[href*='/contact?']")){
const u=new URL(e.getAttribute("href"),location.href);u.searchParams.delete("asked");
for(const x of asked.slice(-5))u.searchParams.append("asked",x);e.setAttribute("href",u.pathname+u.search)}
const b=el("div","theirs");b.append(...a.childNodes);return b
};
f.addEventListener("submit",async v=>{
const q=i.value.trim();if(!q||busy)return v.preventDefault();
v.preventDefault();busy=1;open();asked.push(q);
const m=el("p","mine"),s=el("span","sr",w.you+" ");m.append(s,q);log.append(m);i.value="";
const t=el("p","soft",w.wait);log.append(t);log.scrollTop=log.scrollHeight;
try{
const r=await fetch(f.action+"?q="+encodeURIComponent(q),{signal:AbortSignal.timeout(10000)});
if(!r.ok)throw 0;
const a=new DOMParser().parseFromString(await r.text(),"text/html").getElementById("answer");
if(!a)throw 0;
t.remove();const b=d.importNode(said(a,q),true);log.append(b);log.scrollTop=m.offsetTop-log.offsetTop-8
}catch{t.textContent=w.failed}
busy=0;i.focus()
});
f.closest("section").addEventListener("keydown",v=>{if(v.key==="Escape"&&log){v.preventDefault();shut()}})
})()`;
