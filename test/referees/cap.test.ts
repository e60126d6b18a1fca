import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { capPages } from "../../src/pages/cap.ts";
import { readCap } from "../../src/sensors/cap-document.ts";
import { readCapIndex } from "../../src/sensors/cap-index.ts";
import { capArea, capInfo, capXml } from "../kits/cap.ts";
import { contextOf, notice, outageFacts } from "../public-example.ts";
import { refereeText } from "./referee.ts";

const schema = refereeText("cap/cap12.xsd");
const strict = refereeText("cap/cap12_extended.xsd");

async function isValid(xml: string, by: string | null): Promise<boolean> {
  const files = { xml: [{ fileName: "alert.xml", contents: xml }], schema: [by ?? ""] };
  return (await validateXML(files)).valid;
}

describe.runIf(schema !== null && strict !== null)("the schemas of CAP 1.2", () => {
  test("take the alerts that our tests are made of, and so do we", async () => {
    const earlier = "a@example.org,x,2026-03-05T11:50:00+00:00";
    const alerts = [
      capXml(),
      capXml({
        msgType: "Update",
        references: earlier,
        infos: [capInfo(), capInfo({ language: "en" })],
      }),
      capXml({ msgType: "Cancel", references: earlier, infos: [] }),
      capXml({ infos: [capInfo({}, capArea("<circle>48.8,2.3 20</circle>"))] }),
    ];
    for (const xml of alerts) {
      expect(await isValid(xml, schema)).toBe(true);
      expect(await isValid(xml, strict)).toBe(true);
      expect(readCap(xml)).not.toBeNull();
    }
  });

  test("take what we say in public, and so does our own ear", async () => {
    const [first, second] = [
      notice({ id: "n-1", publishedAt: 1_000_000 }),
      notice({ id: "n-1", version: 2, publishedAt: 2_000_000 }),
    ];
    const gone = notice({ state: "withdrawn", updatedAt: 3_000_000 });
    const over = notice({ severity: "resolved" });
    for (const notices of [[first], [first, second], [gone], [over]]) {
      const facts = { ...outageFacts, notices };
      const pages = capPages(contextOf(facts, "fr"), contextOf(facts, "en"));
      const alert = pages.find(({ kind }) => kind === "cap")?.body ?? "";
      expect(await isValid(alert, schema)).toBe(true);
      expect(await isValid(alert, strict)).toBe(true);
      expect(readCap(alert)?.sender).toBe("tocsin@etat.example");
      const index = pages.find(({ path }) => path === "/cap.atom")?.body ?? "";
      const [link] = readCapIndex(index, "https://etat.example/")?.links ?? [];
      expect(new URL(link?.url ?? "").pathname).toBe(
        pages.find(({ kind }) => kind === "cap")?.path,
      );
    }
  });

  test.each([
    ["a status that is none", capXml({ status: "Real" })],
    ["no scope", capXml({ scope: "" })],
    ["a severity that is none", capXml({ infos: [capInfo({ severity: "Terrible" })] })],
    ["a time that is none", capXml({ sent: "yesterday" })],
    ["two senders", capXml().replace("<sender>", "<sender>x</sender><sender>")],
    ["another namespace", capXml({ namespace: "urn:example" })],
  ])("refuse %s, and so do we", async (_name, xml) => {
    expect(await isValid(xml, schema)).toBe(false);
    expect(readCap(xml)).toBeNull();
  });
});
