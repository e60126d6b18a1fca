import { type Html, html } from "../lib/html.ts";

/**
 * Keeps an open page fresh: asks for it again every 20 to 30 seconds (the browser's cache sends the
 * ETag), patches what has changed so that focus and scroll stay, says a change once in the live
 * region, and admits it when the news are old. The page is complete without it.
 */
export const script: Html = html`(()=>{
const d=document,b=d.body,$=i=>d.getElementById(i),h=()=>d.querySelector("h1").textContent,rel=new Intl.RelativeTimeFormat(d.documentElement.lang,{numeric:"always"});
let skew=0,wait=20000,timer,last=h();
const age=()=>{
const now=Date.now()-skew;
for(const e of d.querySelectorAll(".ago")){const m=+e.dataset.at-now,s=Math.abs(m),u=s>=864e5?["day",864e5]:s>=36e5?["hour",36e5]:["minute",6e4];
const t="("+(s<45e3?b.dataset.now:rel.format(Math.trunc(m/u[1])||Math.sign(m),u[0]))+")";
if(e.textContent!==t)e.textContent=t}
const old=now-b.dataset.generated>+b.dataset.stale,w=$("stale");
if(w.hidden===old){w.hidden=!old;b.classList.toggle("aged",old);if(old)$("said").textContent=w.textContent}
};
const patch=(a,n)=>{
if(a.nodeType!==n.nodeType||a.nodeName!==n.nodeName)return a.replaceWith(n.cloneNode(true));
if(a.nodeType!==1){if(a.data!==n.data)a.data=n.data;return}
for(const t of n.attributes)if(a.getAttribute(t.name)!==t.value)a.setAttribute(t.name,t.value);
for(const t of[...a.attributes])if(t.name!=="open"&&!n.hasAttribute(t.name))a.removeAttribute(t.name);
const o=[...a.childNodes],m=[...n.childNodes];
m.forEach((c,i)=>o[i]?patch(o[i],c):a.append(c.cloneNode(true)));
o.slice(m.length).forEach(c=>c.remove())
};
const look=async()=>{
clearTimeout(timer);
try{
const r=await fetch(location.pathname,{cache:"no-cache",signal:AbortSignal.timeout(10000)});
if(!r.ok)throw 0;
const n=new DOMParser().parseFromString(await r.text(),"text/html"),m=n.querySelector("main");
if(!m||!n.body.dataset.generated)throw 0;
const g=k=>r.headers.get(k);skew=Date.now()-(+g("tocsin-now")||Date.parse(g("date"))||Date.now());
const k=d.activeElement&&d.activeElement.getAttribute("href");
b.dataset.generated=n.body.dataset.generated;patch($("main"),m);
if(k&&d.activeElement===b)for(const e of $("main").querySelectorAll("a"))if(e.getAttribute("href")===k){e.focus({preventScroll:true});break}
d.title=n.title;
const f=n.querySelector("footer");if(f)patch(d.querySelector("footer"),f);
const x=$("stale"),y=n.getElementById("stale");x.innerText!==y.innerText&&patch(x.firstChild,y.firstChild);
if(h()!==last)$("said").textContent=last=h();
wait=20000
}catch{wait=Math.min(wait*2,120000)}
age();timer=setTimeout(look,wait+Math.random()*wait/2)
};
setInterval(age,5000);
if(Date.now()-b.dataset.generated>+b.dataset.stale)look();else{age();timer=setTimeout(look,wait+Math.random()*1e4)}
addEventListener("online",look);d.addEventListener("visibilitychange",()=>d.hidden||look())
})()`;
