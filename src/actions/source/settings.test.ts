import { expect, test } from "vitest";
import { z } from "zod";
import { cannotLook, defineSensor } from "../../sensors/sensor.ts";
import { openSecrets, partSettings } from "./settings.ts";

const secretKey = Buffer.alloc(32, 7);
const gauge = defineSensor({
  kind: "gauge",
  title: { fr: "Jauge", en: "Gauge" },
  signalKind: "probe",
  settings: z.object({ url: z.url(), token: z.string().min(8) }),
  secrets: ["token"],
  everyMs: 60_000,
  look: async () => cannotLook("door"),
});
const typed = { url: "https://gauge.example.org", token: "a-long-token" };

test("a secret is sealed and never among the settings", () => {
  const { settings, secrets } = partSettings(gauge, typed, { secretKey, sealed: null });
  expect(JSON.parse(settings)).toEqual({ url: typed.url });
  expect(secrets?.includes("a-long-token")).toBe(false);
  expect(secrets && openSecrets(secretKey, secrets)).toEqual({ token: "a-long-token" });
});

test.each([[{}], [{ token: "" }]])("a secret that is left out stays as it is", (change) => {
  const { secrets: sealed } = partSettings(gauge, typed, { secretKey, sealed: null });
  const again = { url: "https://other.example.org", ...change };
  const { settings, secrets } = partSettings(gauge, again, { secretKey, sealed });
  expect(JSON.parse(settings)).toEqual({ url: "https://other.example.org" });
  expect(secrets && openSecrets(secretKey, secrets)).toEqual({ token: "a-long-token" });
});

test("settings that do not fit are refused, field by field", () => {
  expect(() => partSettings(gauge, { url: "x" }, { secretKey, sealed: null })).toThrow(/^url: /);
  const short = { ...typed, token: "short" };
  expect(() => partSettings(gauge, short, { secretKey, sealed: null })).toThrow(/^token: /);
});
