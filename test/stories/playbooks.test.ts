import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createTestFront } from "../front.ts";

const MINUTE_MS = 60_000;
const name = { fr: "Panne d’une plateforme", en: "Outage of a platform" };
const fresh = {
  key: null,
  title: { fr: "Appeler le standard", en: "Call the switchboard" },
  ownerRole: "communicator",
  dueAfterMs: 5 * MINUTE_MS,
  everyMs: null,
};

const keyOf = ({ key }: { key: string }) => ({ key });
type Step = typeof fresh & { key: string | null; ticksItself?: boolean };
const written = (steps: Step[]) =>
  steps.map(({ key, title, ownerRole, dueAfterMs, everyMs }) => ({
    key,
    title,
    ownerRole,
    dueAfterMs,
    everyMs,
  }));

test("a plan is changed for the incidents to come; those that run keep theirs", async () => {
  await using front = await createTestFront();
  for (const id of ["whatsapp", "messenger"]) {
    const platform = { id, name: id, failureDomain: "meta", capabilities: [] };
    await createPlatform(front.house, machine("test"), platform);
  }
  const ada = await front.signIn("Ada", "administrator");
  const [before] = (await ada.ask("GET", "/api/playbooks")).body.playbooks;
  expect(before).toMatchObject({ id: "default", version: 1, may: { change: true } });
  const open = async (platformId: string) => {
    const title = { fr: "Panne", en: "Outage" };
    const { body } = await ada.ask("POST", "/api/incidents", { platformId, title });
    return (await ada.ask("GET", `/api/incidents/${body.id}`)).body;
  };
  const first = await open("whatsapp");

  const steps = [fresh, ...written(before.steps).filter(({ key }) => key !== "tell_team")];
  const put = async (version: number, more: object = {}) =>
    await ada.ask("PUT", "/api/playbooks/default", { version, name, steps, ...more });
  const changed = await put(1);
  expect(changed.body).toMatchObject({ version: 2, isDefault: true });
  expect(changed.body.steps[0]).toMatchObject({ key: "step_1", ticksItself: false });
  expect(changed.body.steps[1]).toMatchObject({ key: "confirm", ticksItself: true });
  expect((await put(1)).body.error).toMatchObject({
    code: "conflict",
    detail: { sentence: "errors:playbook.changed" },
  });

  const keys = ({ tasks }: { tasks: { key: string }[] }) => tasks.map(({ key }) => key);
  expect(keys((await ada.ask("GET", `/api/incidents/${first.incident.id}`)).body)).toEqual(
    before.steps.map(({ key }: { key: string }) => key),
  );
  const second = await open("messenger");
  expect(keys(second)).toEqual(changed.body.steps.map(({ key }: { key: string }) => key));
  expect(second.tasks[0]).toMatchObject({ title: fresh.title, ownerRole: "communicator" });

  const events = await front.db
    .selectFrom("event")
    .select("detail")
    .where("name", "=", "playbook.change")
    .execute();
  expect(events).toMatchObject([{ detail: { version: 2, tasks: changed.body.steps.map(keyOf) } }]);
});

test("what is no plan is refused, and so is whoever may not change it", async () => {
  await using front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator");
  const rae = await front.signIn("Rae", "responder");
  const put = async (steps: object[], who = ada) =>
    await who.ask("PUT", "/api/playbooks/default", { version: 1, name, steps });
  const wrong: object[][] = [
    [],
    [{ ...fresh, title: { fr: " ", en: "x" } }],
    [{ ...fresh, title: { fr: "x".repeat(201), en: "x" } }],
    [{ ...fresh, ownerRole: "king" }],
    [{ ...fresh, dueAfterMs: -1 }],
    [{ ...fresh, everyMs: MINUTE_MS }],
    [{ ...fresh, key: "Robert'); drop table task;--" }],
    Array.from({ length: 41 }, () => fresh),
    [
      { ...fresh, key: "confirm" },
      { ...fresh, key: "confirm" },
    ],
  ];
  for (const steps of wrong) {
    expect([steps.length, (await put(steps)).status]).toEqual([steps.length, 400]);
  }
  expect((await put([fresh], rae)).status).toBe(403);
  const [seen] = (await rae.ask("GET", "/api/playbooks")).body.playbooks;
  expect(seen).toMatchObject({ version: 1, may: { change: false } });
  const nobody = "/api/playbooks/00000000-0000-7000-8000-000000000000";
  const gone = await ada.ask("PUT", nobody, { version: 1, name, steps: [fresh] });
  expect(gone.status).toBe(404);
});
