/** What stands in when a system names its language in a way that nobody knows. */
const usual = "en";

/**
 * A language as Intl takes it. Some systems hand the browser their own way of writing one, such as
 * "en-US@posix" or "fr_FR.UTF-8", and Intl throws at whoever passes it on.
 */
export function soundTag(tag: string): string {
  const plain = tag.replace(/[@.].*$/, "").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(plain)[0] ?? usual;
  } catch {
    return usual;
  }
}

/** For packages that ask the browser by themselves: uPlot does while it loads, and would not load. */
export function mendLanguage(browser: Pick<Navigator, "language">): void {
  const sound = soundTag(browser.language);
  if (sound === browser.language) return;
  Object.defineProperty(browser, "language", { value: sound, configurable: true });
}
