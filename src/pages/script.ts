import { type Html, html } from "../lib/html.ts";
import { askLoader } from "./ask-box.ts";

/**
 * Keeps an open page fresh: asks for it again every 20 to 30 seconds (the browser's cache sends the
 * ETag), or at once when the server says that there is news; patches what has changed so that focus
 * and scroll stay, says a change once in the live region, tells hours on the visitor's clock beside
 * ours where the two differ, and admits it when the news are old: what worked is unknown then, as the
 * server itself would say. A tab
 * that nobody looks at does not listen: browsers allow few such lines. The page is complete without.
 */
export const script: Html = html`${askLoader}(()=>{
const d=document,b=d.body,$=i=>d.getElementById(i),h=()=>d.querySelector("h1").textContent,rel=new Intl.RelativeTimeFormat(d.documentElement.lang,{numeric:"always"});
let skew=0,wait=20000,timer,last=h();
const age=()=>{
const now=Date.now()-skew;
for(const e of d.querySelectorAll(".ago")){const m=+e.dataset.at-now,s=Math.abs(m),u=s>=864e5?["day",864e5]:s>=36e5?["hour",36e5]:["minute",6e4];
const t="("+(s<45e3?b.dataset.now:rel.format(Math.trunc(m/u[1])||Math.sign(m),u[0]))+")";
if(e.textContent!==t)e.textContent=t}
const old=now-b.dataset.generated>+b.dataset.stale,w=$("stale");
if(w.hidden===old){w.hidden=!old;b.classList.toggle("aged",old);if(old)$("said").textContent=w.textContent}
if(old)for(const e of d.querySelectorAll(".point.operational,.hero.operational")){
const u=e.querySelector("use"),s=e.querySelector(".state"),t=e.querySelector("h1");
e.classList.replace("operational","unknown");if(u)u.setAttribute("href","#i-unknown");
if(s)s.lastChild.data=b.dataset.unknown;if(t)t.textContent=b.dataset.silent}
if(old)for(const e of d.querySelectorAll(".now .works h2,.jump a"))if(e.textContent!==b.dataset.checking)e.textContent=b.dataset.checking
};
const patch=(a,n)=>{
if(a.nodeType!==n.nodeType||a.nodeName!==n.nodeName)return a.replaceWith(n.cloneNode(true));
if(a.nodeType===1&&a.dataset&&a.dataset.own){if(a.dataset.own!==n.dataset.own||a.dataset.from!==n.dataset.from)a.replaceWith(n.cloneNode(true));return}
if(a.nodeType!==1){if(a.data!==n.data)a.data=n.data;return}
for(const t of n.attributes)if(a.getAttribute(t.name)!==t.value)a.setAttribute(t.name,t.value);
for(const t of[...a.attributes])if(t.name!=="open"&&!n.hasAttribute(t.name))a.removeAttribute(t.name);
const o=[...a.childNodes],m=[...n.childNodes];
m.forEach((c,i)=>o[i]?patch(o[i],c):a.append(c.cloneNode(true)));
o.slice(m.length).forEach(c=>c.remove())
};
const strips=()=>{
for(const e of d.querySelectorAll(".days")){
if(e.onkeydown)continue;
const s=e.firstElementChild,p=e.lastElementChild,w=JSON.parse(e.closest("section").dataset.words),k=[],m=s.firstElementChild.cloneNode();
const day=new Intl.DateTimeFormat(d.documentElement.lang==="en"?"en-GB":"fr",{day:"numeric",month:"long",timeZone:"UTC"}),set=(n,v)=>s.setAttribute(n,v);
for(const r of e.dataset.own.split(" ")){const[a,n]=r.split(":");for(let i=0;i<n;i++)k.push(w[a])}
let at=k.length-1;
const text=()=>day.format(+e.dataset.from+at*864e5)+" – "+k[at];
const go=n=>{at=Math.max(0,Math.min(k.length-1,n));set("aria-valuenow",at+1);set("aria-valuetext",text());p.textContent=text();m.setAttribute("class","mark");m.setAttribute("stroke-width",24);m.setAttribute("d","M"+at*5+" 12h4");s.append(m)};
set("role","slider");set("tabindex",0);set("aria-valuemin",1);set("aria-valuemax",k.length);set("aria-valuenow",k.length);set("aria-valuetext",text());
s.onclick=v=>{const r=s.getBoundingClientRect();go(Math.floor((v.clientX-r.left)/r.width*k.length))};
e.onkeydown=v=>{
const to={ArrowLeft:at-1,ArrowDown:at-1,ArrowRight:at+1,ArrowUp:at+1,Home:0,End:k.length,PageUp:at+7,PageDown:at-7}[v.key],t=e.parentNode.querySelector("details");
if(to!==undefined){v.preventDefault();go(to)}else if(v.key==="Enter"&&t){const l=t.querySelector('[data-day="'+at+'"] a');t.open=!!l||!t.open;l&&l.focus()}}
}
};
const zones=()=>{
const v=b.dataset,o={hour:"2-digit",minute:"2-digit",weekday:"short"},F=(m,z)=>new Intl.DateTimeFormat(d.documentElement.lang==="en"?"en-GB":"fr",{...o,...m,timeZone:z});
for(const e of d.querySelectorAll(".yours")){const[s,u]=e.dataset.own.split("-").map(Number),m=u?{day:"numeric",month:"short"}:{},t=z=>u?F(m,z).formatRange(s,u):F(m,z).format(s),x=t(),n=x===t(v.zone)?"":v[u?"yours":"hour"].replace("#",x);
if(e.textContent!==n)e.textContent=n}
};
strips();zones();
const look=async()=>{
clearTimeout(timer);
try{
const r=await fetch(location.pathname,{cache:"no-cache",signal:AbortSignal.timeout(10000)});
if(!r.ok)throw 0;
const n=new DOMParser().parseFromString(await r.text(),"text/html"),m=n.querySelector("main");
if(!m||!n.body.dataset.generated)throw 0;
const g=k=>r.headers.get(k);skew=Date.now()-(+g("tocsin-now")||Date.parse(g("date"))||Date.now());
const k=d.activeElement&&d.activeElement.getAttribute("href");
b.dataset.generated=n.body.dataset.generated;b.dataset.stale=n.body.dataset.stale;patch($("main"),m);strips();zones();
if(k&&d.activeElement===b)for(const e of $("main").querySelectorAll("a"))if(e.getAttribute("href")===k){e.focus({preventScroll:true});break}
d.title=n.title;
const f=n.querySelector("footer");if(f)patch(d.querySelector("footer"),f);
const x=$("stale"),y=n.getElementById("stale");x.innerText!==y.innerText&&patch(x.firstChild,y.firstChild);
const c=$("copy"),e=n.getElementById("copy");e&&patch(c.firstChild,e.firstChild);c.hidden=!!g("tocsin-now");
if(h()!==last)$("said").textContent=last=h();
wait=20000
}catch{wait=Math.min(wait*2,120000)}
age();timer=setTimeout(look,wait+Math.random()*wait/2)
};
setInterval(age,5000);
if(Date.now()-b.dataset.generated>+b.dataset.stale)look();else{age();timer=setTimeout(look,wait+Math.random()*1e4)}
let ear;
const hear=()=>{
if(ear){ear.close();ear=0}
if(d.hidden||b.dataset.copy||!window.EventSource)return;
ear=new EventSource("/events");ear.addEventListener("changed",()=>{clearTimeout(timer);timer=setTimeout(look,Math.random()*1500)})
};
hear();
addEventListener("online",look);d.addEventListener("visibilitychange",()=>{hear();d.hidden||look()})
})()`;
