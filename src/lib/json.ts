/** A text or a body as JSON, or null for what is none. */
export function jsonOf(said: string | Buffer): unknown {
  const text = typeof said === "string" ? said : said.toString("utf8");
  // Usual where nothing was to be said, and an exception is dear.
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
