import { describe, expect, test } from "vitest";
import { classify, vetHost, vetUrl } from "./address-guard.ts";

/** One address of each class, in each notation somebody might try. */
const FORBIDDEN: readonly [string, string][] = [
  ["loopback", "127.0.0.1"],
  ["loopback, elsewhere", "127.8.8.8"],
  ["loopback, octal", "0177.0.0.1"],
  ["loopback, hexadecimal", "0x7f.0.0.1"],
  ["loopback, one number", "2130706433"],
  ["loopback, one hexadecimal number", "0x7f000001"],
  ["loopback, one octal number", "017700000001"],
  ["loopback, short", "127.1"],
  ["loopback, wide digits", "１２７.0.0.1"],
  ["loopback, circled digits", "①②⑦.⓪.⓪.①"],
  ["loopback, trailing dot", "127.0.0.1."],
  ["loopback, percent", "%31%32%37.0.0.1"],
  ["loopback, v6", "[::1]"],
  ["loopback, v6 long", "[0:0:0:0:0:0:0:1]"],
  ["this network", "0.0.0.0"],
  ["this network, elsewhere", "0.1.2.3"],
  ["this network, zero", "0"],
  ["unspecified v6", "[::]"],
  ["private 10/8", "10.1.2.3"],
  ["private 172.16/12", "172.31.255.254"],
  ["private 192.168/16", "192.168.1.1"],
  ["link-local: cloud metadata", "169.254.169.254"],
  ["link-local: metadata as a number", "2852039166"],
  ["link-local v6", "[fe80::1]"],
  ["site-local v6", "[fec0::1]"],
  ["unique local", "[fd00:ec2::254]"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["carrier-grade NAT, its end", "100.127.255.255"],
  ["multicast", "224.0.0.251"],
  ["multicast v6", "[ff02::1]"],
  ["broadcast", "255.255.255.255"],
  ["reserved 240/4", "240.0.0.1"],
  ["IETF protocols", "192.0.0.170"],
  ["documentation 1", "192.0.2.1"],
  ["documentation 2", "198.51.100.1"],
  ["documentation 3", "203.0.113.1"],
  ["documentation v6", "[2001:db8::1]"],
  ["documentation v6, new", "[3fff::1]"],
  ["benchmarking", "198.18.0.1"],
  ["benchmarking v6", "[2001:2::1]"],
  ["6to4 relay", "192.88.99.1"],
  ["v4-mapped loopback", "[::ffff:127.0.0.1]"],
  ["v4-mapped metadata", "[::ffff:a9fe:a9fe]"],
  ["v4-compatible loopback", "[::127.0.0.1]"],
  ["v4-translated", "[::ffff:0:127.0.0.1]"],
  ["NAT64", "[64:ff9b::7f00:1]"],
  ["NAT64, even of a public address", "[64:ff9b::808:808]"],
  ["NAT64, local", "[64:ff9b:1::7f00:1]"],
  ["6to4", "[2002:7f00:1::1]"],
  ["Teredo", "[2001:0:4136:e378:8000:63bf:80ff:fffe]"],
  ["ORCHID", "[2001:20::1]"],
  ["IETF protocols v6", "[2001:100::1]"],
  ["unassigned v6", "[4000::1]"],
  ["unassigned v6, low", "[1::1]"],
  ["discard", "[100::1]"],
  ["segment routing", "[5f00::1]"],
];

const nobody = async () => {
  throw new Error("no name may be looked up here");
};

describe("SEC-1 S5 addresses", () => {
  test.each(FORBIDDEN)(
    "SEC-1 S5 %s (%s) is out of reach for live channels",
    async (_name, host) => {
      const vetted = vetUrl(`https://${host}/latest`, "public");
      expect(vetted.ok).toBe(true);
      if (!vetted.ok) return;
      const judged = await vetHost(vetted.url.hostname, "public", nobody);
      expect(judged).toMatchObject({ ok: false, blame: "address" });
    },
  );

  test.each(["8.8.8.8", "1.1.1.1", "[2606:4700:4700::1111]", "[2a00:1450:4007::200e]"])(
    "SEC-1 %s is public",
    async (host) => {
      expect(await vetHost(host.replace(/[[\]]/g, ""), "public", nobody)).toMatchObject({
        ok: true,
      });
    },
  );

  test.each(FORBIDDEN.filter(([name]) => /^loopback|v4-mapped loopback/.test(name)))(
    "R17 a drill may reach %s (%s)",
    async (_name, host) => {
      const vetted = vetUrl(`http://${host}:4711/`, "loopback");
      const name = vetted.ok ? vetted.url.hostname : "";
      expect(await vetHost(name, "loopback", nobody)).toMatchObject({ ok: true });
    },
  );

  test.each([
    "8.8.8.8",
    "2606:4700:4700::1111",
    ...FORBIDDEN.filter(([name]) => !/loopback/.test(name)).map(([, host]) => host),
  ])("R17 a drill may not reach %s", async (host) => {
    const name = host.replace(/[[\]]/g, "");
    expect(await vetHost(name, "loopback", nobody)).toMatchObject({ ok: false, blame: "address" });
  });

  test("what is no address is malformed", () => {
    expect(classify("example.org")).toBe("malformed");
    expect(classify("")).toBe("malformed");
  });
});

describe("SEC-1 S5 names", () => {
  test.each([
    ["all public", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], true],
    ["one private among public ones", ["93.184.215.14", "10.0.0.1"], false],
    ["one loopback v6 among public ones", ["93.184.215.14", "::1"], false],
    ["metadata", ["169.254.169.254"], false],
    ["mapped", ["::ffff:127.0.0.1"], false],
    ["with a zone", ["fe80::1%eth0"], false],
  ])("SEC-1 S5 %s: every answer is judged", async (_name, answers, ok) => {
    const judged = await vetHost("rebind.example.org", "public", async () => answers);
    expect(judged.ok).toBe(ok);
  });

  test("a name nobody knows is no fault of the address", async () => {
    const unknown = async () => {
      throw Object.assign(new Error("no"), { code: "ENOTFOUND" });
    };
    const expected = {
      ok: false,
      blame: "lookup",
      why: "nowhere.example was not found (ENOTFOUND)",
    };
    expect(await vetHost("nowhere.example", "public", unknown)).toEqual(expected);
    expect(await vetHost("empty.example", "public", async () => [])).toMatchObject({ ok: false });
  });

  test.each(["", "a b", "example.org/path", "user@example.org", "example.org:22", "[::1", "a?b"])(
    "%j is no host name",
    async (host) => {
      expect(await vetHost(host, "public", nobody)).toMatchObject({ ok: false, blame: "address" });
    },
  );
});

describe("SEC-1 S5 URLs", () => {
  test.each([
    "file:///etc/passwd",
    "gopher://example.org/",
    "ftp://example.org/",
    "data:text/plain,hi",
    "javascript:alert(1)",
    "https://user@example.org/",
    "https://user:password@example.org/",
    "https://example.org@127.0.0.1/",
    "https://example.org:22/",
    "https://example.org:6379/",
    "https://example.org:5432/",
    "//example.org/",
    "example.org",
    "http://[::1%25lo]/",
    "",
  ])("SEC-1 S5 %s is refused before anything is looked up", (text) => {
    expect(vetUrl(text, "public").ok).toBe(false);
  });

  test.each(["https://example.org/", "http://example.org:8080/x?y=1", "https://example.org:8443/"])(
    "%s is an address",
    (text) => {
      expect(vetUrl(text, "public").ok).toBe(true);
    },
  );
});
