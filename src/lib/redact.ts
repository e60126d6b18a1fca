const MASK = "•••";
/** Shorter secrets would blank out innocent text; the settings of channels ask for longer ones. */
const SECRET_LENGTH_MIN = 4;
const TELLING_NAMES =
  /((?:token|secret|password|passwd|api[_-]?key|signature|authorization|access_key)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/**
 * The one place where text loses its secrets before anybody reads it: the known ones in whatever
 * form they travel, and whatever calls itself a token or a password.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, MASK);
  }
  return clean.replace(BEARER, `$1 ${MASK}`).replace(TELLING_NAMES, `$1${MASK}`);
}

function formsOf(secret: string): string[] {
  if (secret.length < SECRET_LENGTH_MIN) return [];
  const bytes = Buffer.from(secret);
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  forms.push(bytes.toString("base64"), bytes.toString("base64url"), bytes.toString("hex"));
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
