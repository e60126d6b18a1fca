import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const WORDPRESS = "/usr/share/wordpress";
const PROGRAMS = ["php", "mariadbd", "mariadb-install-db", "mariadb-admin"] as const;
const PATIENCE_MS = 60_000;
const LOOK_MS = 100;
const PASSWORD = "a long password for a short life";

/** WordPress, PHP and MariaDB come from the distribution; where they are absent, this says so. */
export function isWordPressHere(): boolean {
  const found =
    existsSync(join(WORDPRESS, "wp-load.php")) &&
    PROGRAMS.every((name) => spawnSync(name, ["--version"]).status === 0);
  if (!found) {
    process.stderr.write(
      "WordPress is absent (Debian: wordpress wordpress-theme-twentytwentythree php-cli php-mysql php-curl mariadb-server): " +
        "the plugin's tests do not run.\n",
    );
  }
  return found;
}

type Stop = () => Promise<void>;

/** Stops what it started, last first. */
export type Site = AsyncDisposable & { url: string };

/** A WordPress of one's own in `folder`, with its own database server and our plugin among its plugins. */
export async function openSite(folder: string, plugin: string): Promise<Site> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const socket = join(folder, "db.sock");
    await openDatabase({ folder, socket }, stops);
    const url = `http://127.0.0.1:${await freePort()}`;
    const root = join(folder, "site");
    layOut({ root, socket, url, plugin });
    await openPhp({ root, url }, stops);
    await install(url);
    return { url, [Symbol.asyncDispose]: stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function openDatabase(
  { folder, socket }: { folder: string; socket: string },
  stops: Stop[],
): Promise<void> {
  const data = join(folder, "db");
  const user = process.getuid?.() === 0 ? ["--user=root"] : [];
  const made = spawnSync("mariadb-install-db", [
    "--no-defaults",
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    ...user,
  ]);
  if (made.status !== 0) throw new Error(`MariaDB was not set up: ${made.stderr.toString()}`);
  const options = [`--datadir=${data}`, `--socket=${socket}`, "--skip-networking", ...user];
  const server = spawn("mariadbd", ["--no-defaults", ...options], { stdio: "ignore" });
  stops.push(() => ended(server, () => server.kill("SIGTERM")));
  const ask = (...words: string[]) =>
    spawnSync("mariadb-admin", ["--no-defaults", `--socket=${socket}`, "-uroot", ...words]).status;
  await sooner(() => Promise.resolve(ask("ping") === 0));
  ask("create", "wordpress");
}

/** The distribution's files, a configuration, and a door for the far ends a test has named. */
function layOut(site: { root: string; socket: string; url: string; plugin: string }): void {
  const { root, socket, url, plugin } = site;
  cpSync(WORDPRESS, root, { recursive: true, dereference: true });
  cpSync(plugin, join(root, "wp-content/plugins/tocsin"), { recursive: true });
  writeFileSync(
    join(root, "wp-config.php"),
    `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:${socket}' );
define( 'WP_HOME', '${url}' );
define( 'WP_SITEURL', '${url}' );
define( 'DISABLE_WP_CRON', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', false );
define( 'AUTH_KEY', 'test' );
define( 'WP_ENVIRONMENT_TYPE', 'local' );
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`,
  );
  mkdirSync(join(root, "wp-content/mu-plugins"), { recursive: true });
  writeFileSync(
    join(root, "wp-content/mu-plugins/test.php"),
    `<?php
$open = getenv( 'TOCSIN_TEST_PORTS' ) ?: ( @file_get_contents( __DIR__ . '/ports' ) ?: '' );
$ports = array_map( 'intval', array_filter( explode( ' ', $open ) ) );
add_filter( 'http_request_host_is_external', fn( $is, $host, $address ) =>
  $is || in_array( wp_parse_url( $address, PHP_URL_PORT ), $ports, true ), 10, 3 );
add_filter( 'http_allowed_safe_ports', fn( $safe ) => array_merge( $safe, $ports ) );
add_filter( 'pre_option_permalink_structure', fn( $plain ) =>
  str_starts_with( $_SERVER['REQUEST_URI'] ?? '', '/wp-json/' ) ? '/%postname%/' : $plain );
add_filter( 'locale', fn( $locale ) => isset( $_GET['fr'] ) ? 'fr_FR' : $locale );
`,
  );
}

/** Lets the site speak to these ports of this machine, as if they were hosts on the Internet. */
export function openPorts(folder: string, ports: readonly number[]): void {
  writeFileSync(join(folder, "site/wp-content/mu-plugins/ports"), ports.join(" "));
}

async function openPhp(site: { root: string; url: string }, stops: Stop[]): Promise<void> {
  const server = spawn("php", ["-S", new URL(site.url).host, "-t", site.root], {
    stdio: "ignore",
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: "3" },
    // Whoever ends the first alone leaves its workers behind: they are ended as a group.
    detached: true,
  });
  const group = -(server.pid ?? Number.NaN);
  stops.push(async () => {
    // Interrupted, the first waits for its workers before it goes.
    await ended(server, () => process.kill(group, "SIGINT"));
    if (isThere(group)) throw new Error("PHP has left workers behind.");
  });
  await sooner(async () => (await fetch(`${site.url}/readme.html`)).ok);
}

function isThere(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}

async function install(url: string): Promise<void> {
  const body = new URLSearchParams({
    weblog_title: "Example",
    user_name: "admin",
    admin_password: PASSWORD,
    admin_password2: PASSWORD,
    pw_weak: "on",
    admin_email: "admin@example.org",
    language: "",
  });
  const answer = await fetch(`${url}/wp-admin/install.php?step=2`, { method: "POST", body });
  if (!(await answer.text()).includes("Success!")) throw new Error("WordPress was not installed.");
}

/** Somebody with a cookie jar. `form` posts, a missing form gets. */
export type Visitor = (path: string, form?: Record<string, string>) => Promise<Response>;

/** A visitor who has signed in as the administrator. */
export async function administrator(url: string): Promise<Visitor> {
  const jar = new Map<string, string>();
  const visit: Visitor = async (path, form) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(path, url), {
      redirect: "manual",
      headers: { cookie },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      jar.set(name, value);
    }
    return answer;
  };
  await visit("/wp-login.php");
  await visit("/wp-login.php", { log: "admin", pwd: PASSWORD, testcookie: "1" });
  return visit;
}

/** Child processes answer when they are ready, and nothing but asking tells when that is. */
async function sooner(done: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await done().catch(() => false))) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error("A server did not start.");
    await setTimeout(LOOK_MS);
  }
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  end();
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("There is no port.");
  return address.port;
}
