/** Hosts that lead from an address without an ending to a file by that name find these, too. */
const TYPED = /^(?:\/\/[^/]+|\/p\/[^/]+)?\/(?:fr|en)(?:\/incidents\/[^/]+)?$/;
const LINK = /(\s(?:href|src|action|data)=")\/(?!\/)([^"]*)"/g;
const HOST = /^hosts\/[^/]+\//;
const INDEX = "index.html";

/**
 * A page as the file `name` of a copy: its links begin where it lies, so that the copy may stand in
 * any folder of any host. They climb to the root of the copy and no less: where a host leads to a page
 * without the slash behind its folder, a step too many at the root of a host leads nowhere else.
 */
export function withOwnLinks(page: string, name: string): string {
  const depth = name.replace(HOST, "").split("/").length - 1;
  const root = depth === 0 ? "./" : "../".repeat(depth);
  // What the scripts of the page bring in lies there as well, and nobody here tells them of news.
  return linkedFrom(root, page).replace("<body ", `<body data-copy="${root}" `);
}

/**
 * The page for what is not there stands at no address of its own. Its links begin at the root of the
 * host, until a script has found by the list of files in which folder the copy begins.
 */
export const withFoundLinks = (page: string): string =>
  linkedFrom("/", page).replace("</body>", `<script>${FIND_ROOT}</script></body>`);

/** Whether people type an address, or hand it on, without the ending of its file. */
export const isTyped = (path: string): boolean => TYPED.test(path);

const FIND_ROOT =
  '(async()=>{let p=location.pathname;do{p=p.slice(0,p.lastIndexOf("/",p.length-2)+1);' +
  'try{const r=await fetch(p+"manifest.json",{method:"HEAD"});' +
  'if(r.ok&&/json/.test(r.headers.get("content-type"))){' +
  'for(const n of["href","src"])for(const e of document.querySelectorAll("["+n+\'^="/"]\'))' +
  "e.setAttribute(n,p+e.getAttribute(n).slice(1));break}}catch{}}while(p.length>1)})()";

const linkedFrom = (root: string, page: string): string =>
  page.replace(LINK, (_, before: string, address: string) => {
    const [path = ""] = address.split(/[?#]/, 1);
    return `${before}${root}${fileAt(path)}${address.slice(path.length)}"`;
  });

/** A host that knows no index of a folder finds the file as well. */
function fileAt(path: string): string {
  const folder = path.replace(/\/$/, "");
  const last = folder.slice(folder.lastIndexOf("/") + 1);
  if (last.includes(".")) return folder;
  return folder === "" ? INDEX : `${folder}/${INDEX}`;
}
