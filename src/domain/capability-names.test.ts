import { expect, test } from "vitest";
import { capabilitiesNamed, capabilityVerdicts } from "./capability-names.ts";

test.each([
  ["Cloud API", ["send", "receive"]],
  ["Message delivery", ["send", "receive"]],
  ["Webhooks", ["receive"]],
  ["Media upload", ["media"]],
  ["Voice calls", ["calls"]],
  ["WABA template management", ["templates"]],
  ["Embedded Signup", ["onboarding"]],
  ["Login & verification", ["login"]],
  ["Billing", []],
])("%s is about %j", (component, capabilities) => {
  expect(capabilitiesNamed(component)).toEqual(capabilities);
});

test("of two components about one capability the worse one counts", () => {
  const said = capabilityVerdicts([
    { name: "Messages", verdict: "up" },
    { name: "Outbound messages", verdict: "down" },
    { name: "Billing", verdict: "down" },
  ]);
  expect(said).toEqual({ send: "down", receive: "up" });
});
