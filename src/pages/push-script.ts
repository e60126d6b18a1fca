import { type Html, html } from "../lib/html.ts";

/**
 * Turns notifications on and off for this device. It asks the browser only when the button was
 * pressed, and hides the button where the browser cannot do it.
 */
export const pushScript: Html = html`(()=>{
const d=document,b=d.getElementById("push"),off=d.getElementById("push-off"),s=d.getElementById("push-said"),f=d.getElementById("push-form");
const say=k=>{s.textContent=b.dataset[k];s.hidden=false};
const key=t=>Uint8Array.from(atob(t.replace(/-/g,"+").replace(/_/g,"/")),c=>c.charCodeAt(0));
const post=(path,body)=>fetch(path,{method:"POST",headers:{"content-type":"application/json"},body:JSON.stringify(body)}).then(r=>{if(!r.ok)throw r});
if(!("serviceWorker"in navigator&&"PushManager"in window&&"Notification"in window))return;
d.getElementById("push-none").hidden=true;f.hidden=false;
const show=on=>{b.hidden=on;off.hidden=!on};
const mine=navigator.serviceWorker.register(b.dataset.base+"/sw.js"),awake=async()=>{const r=await mine,w=r.installing||r.waiting;if(!r.active&&w)await new Promise(done=>w.addEventListener("statechange",()=>w.state==="activated"&&done()));return r};
mine.then(r=>r.pushManager.getSubscription()).then(p=>show(!!p)).catch(()=>show(false));
b.onclick=async()=>{
b.disabled=true;
try{
if(await Notification.requestPermission()!=="granted"){say("denied");return}
const r=await awake(),p=await r.pushManager.subscribe({userVisibleOnly:true,applicationServerKey:key(b.dataset.key)});
await post(b.dataset.base+"/subscriptions/push",{subscription:p.toJSON(),language:d.documentElement.lang,works:f.elements.works.checked,points:[...f.querySelectorAll("[name=point]:checked")].map(e=>e.value)});
show(true);say("done");off.focus()
}catch{say("failed")}finally{b.disabled=false}
};
off.onclick=async()=>{
try{
const r=await awake(),p=await r.pushManager.getSubscription();
if(p){await post(b.dataset.base+"/subscriptions/push/removal",{subscription:p.toJSON()});await p.unsubscribe()}
show(false);say("gone");b.focus()
}catch{say("failed")}
}
})()`;

/**
 * Runs in the background of the browser, for the page below whose address it stands: shows what
 * arrives, and opens the page when it is touched.
 */
export const workerScript = `self.addEventListener("install",()=>self.skipWaiting());
self.addEventListener("activate",e=>e.waitUntil(self.clients.claim()));
self.addEventListener("push",e=>{
let m={};
try{m=e.data.json()}catch{}
e.waitUntil(self.registration.showNotification(m.title||self.location.hostname,{body:m.body||"",lang:m.lang,tag:m.tag,renotify:!!m.tag,icon:"favicon.svg",badge:"favicon.svg",data:{url:m.url}}))
});
self.addEventListener("notificationclick",e=>{
e.notification.close();
let to=self.registration.scope;
try{const u=new URL(e.notification.data.url,self.location.origin);if(u.origin===self.location.origin)to=u.href}catch{}
e.waitUntil(self.clients.matchAll({type:"window"}).then(all=>{const one=all.find(c=>c.url===to);return one?one.focus():self.clients.openWindow(to)}))
});
`;
