import type { SourceFile } from "./files.ts";

/** A file that offends against one rule, to see that the rule bites. */
export type Mutant = SourceFile & { rule: string };

const lines = (count: number) => "const line = 1;\n".repeat(count);
const home = `/ro${"ot"}/tocsin`;
const asleep = (how: string) => `test.${how}("nothing", () => {});`;

export const mutants: Mutant[] = [
  {
    rule: "stairs",
    path: "src/domain/plan.ts",
    text: 'import { now } from "../lib/clock.ts";',
  },
  {
    rule: "stairs",
    path: "src/transports/email.ts",
    text: 'import type { Db } from "../store/database.ts";',
  },
  {
    rule: "stairs",
    path: "src/store/people.ts",
    text: 'import { launch } from "../actions/broadcast/launch.ts";',
  },
  {
    rule: "stairs",
    path: "src/actions/incident/open.ts",
    text: 'const late = await import("../../http/app.ts");',
  },
  { rule: "stairs", path: "src/lib/log.ts", text: 'export { world } from "../../test/world.ts";' },
  { rule: "stairs", path: "src/attic/box.ts", text: "export const box = 1;" },
  {
    rule: "nextDoor",
    path: "console/src/view.tsx",
    text: 'import { nextStep } from "../../src/domain/cascade.ts";',
  },
  {
    rule: "nextDoor",
    path: "widget/banner.ts",
    text: 'import { StatusView } from "../src/http/api/status.ts";',
  },
  { rule: "wholePaths", path: "src/cli/serve.ts", text: 'import { service } from "../service";' },
  { rule: "pureDomain", path: "src/domain/a.ts", text: "export const now = () => Date.now();" },
  { rule: "pureDomain", path: "src/domain/b.ts", text: "export const now = () => new Date();" },
  { rule: "pureDomain", path: "src/domain/c.ts", text: "export const dice = Math.random();" },
  { rule: "pureDomain", path: "src/domain/d.ts", text: "export async function wait() {}" },
  { rule: "pureDomain", path: "src/domain/e.ts", text: "type Later = Promise<void>;" },
  { rule: "pureDomain", path: "src/domain/f.ts", text: "const home = process.env;" },
  { rule: "pureDomain", path: "src/domain/g.ts", text: 'import { z } from "zod";' },
  { rule: "pureDomain", path: "src/domain/h.ts", text: 'import { join } from "node:path";' },
  { rule: "pureDomain", path: "src/domain/i.ts", text: "const text = `${Date.now()}`;" },
  {
    rule: "writers",
    path: "src/http/api/incidents.ts",
    text: 'import { type Db, serialisable } from "../../store/database.ts";',
  },
  {
    rule: "writers",
    path: "src/loops/assess.ts",
    text: 'import type {\n  Tx,\n} from "../store/database.ts";',
  },
  {
    rule: "writers",
    path: "src/cli/contacts.ts",
    text: 'await db.insertInto("contact").values(row).execute();',
  },
  { rule: "writers", path: "src/service.ts", text: "await db.transaction().execute(work);" },
  { rule: "sizes", path: "src/lib/long.ts", text: lines(301) },
  { rule: "sizes", path: "console/src/long.css", text: lines(401) },
  { rule: "namedExports", path: "src/lib/thing.ts", text: "export default function thing() {}" },
  { rule: "tellingNames", path: "src/lib/string-utils.ts", text: "" },
  { rule: "tellingNames", path: "src/http/ErrorHandler.ts", text: "" },
  { rule: "tellingNames", path: "src/store/service.ts", text: "" },
  { rule: "nothingLeft", path: "src/lib/clock.ts", text: "// TODO: leap seconds" },
  { rule: "testsAwake", path: "src/lib/clock.test.ts", text: asleep("skip") },
  { rule: "testsAwake", path: "test/stories/flood.test.ts", text: asleep("only") },
  { rule: "testsAwake", path: "test/browser/page.spec.ts", text: asleep("describe.only") },
  { rule: "noMachinePaths", path: "README.md", text: `Go to ${home} first.` },
  { rule: "noMachinePaths", path: "scripts/a.mjs", text: `const home = "${home}";` },
  { rule: "truePaths", path: "ARCHITECTURE.md", text: "See `src/attic/box.ts`." },
  { rule: "truePaths", path: "docs/start.md", text: "See [the attic](attic.md#box)." },
];

/** Files that come close to an offence and commit none. */
export const clean: SourceFile[] = [
  {
    path: "src/domain/cascade.ts",
    text: `// A Promise is what we give here: never await, never Date.now().
      import type { Step } from "./step.ts";
      export const why = "no process.env, no async";
      const slash = /["'\`]/;
      export const at = (ms: number) => new Date(ms);`,
  },
  {
    path: "src/http/api/incidents.ts",
    text: `import { confirmIncident } from "../../actions/incident/confirm.ts";
      import type { Db } from "../../store/database.ts";
      import { z } from "zod";
      import words from "../../../locales/fr/http.json" with { type: "json" };`,
  },
  {
    path: "src/loops/deliver/claim.ts",
    text: `import { transact, type Tx } from "../../store/database.ts";`,
  },
  {
    path: "console/src/view.tsx",
    text: `import type { IncidentView } from "../../src/http/api/incidents.ts";
      import "./view.css";
      import { Button } from "@mantine/core";`,
  },
  {
    path: "docs/start.md",
    text: "See `src/lib/errors.ts`, `src/**/*.ts`, `docs/<name>.md` and [there](https://example.org/root/x).",
  },
  { path: "src/store/people.test.ts", text: `import { createPlace } from "../../test/place.ts";` },
];
