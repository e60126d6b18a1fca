/** The same server, another database. */
export function onDatabase(url: string, database: string): string {
  const cut = /^(?<server>[^?]*\/\/[^/?]*)(?:\/[^?]*)?(?<query>\?.*)?$/.exec(url)?.groups;
  if (cut === undefined) throw new Error("This is not the address of a database.");
  return `${cut["server"]}/${database}${cut["query"] ?? ""}`;
}
