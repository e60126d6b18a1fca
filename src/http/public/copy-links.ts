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
  return page.replace(LINK, (_, before: string, address: string) => {
    const [path = ""] = address.split(/[?#]/, 1);
    return `${before}${root}${fileAt(path)}${address.slice(path.length)}"`;
  });
}

/** A host that knows no index of a folder finds the file as well. */
function fileAt(path: string): string {
  const folder = path.replace(/\/$/, "");
  const last = folder.slice(folder.lastIndexOf("/") + 1);
  if (last.includes(".")) return folder;
  return folder === "" ? INDEX : `${folder}/${INDEX}`;
}
