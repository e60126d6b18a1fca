/** The name of the cookie that holds a session's token. */
export const SESSION_COOKIE = "tocsin_session";
export const CSRF_HEADER = "x-csrf-token";

/** How the session's cookie travels: never to scripts, never across sites, never in the clear. */
export const cookieOptions = (publicUrl: string) => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: publicUrl.startsWith("https:"),
});
