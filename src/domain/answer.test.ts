import { expect, test } from "vitest";
import { meaningOf } from "./answer.ts";

test.each([
  ["1", "safe"],
  [" 1. ", "safe"],
  ["1️⃣", "safe"],
  ["①", "safe"],
  ["１", "safe"],
  ["1 merci", "safe"],
  ["Je suis en sécurité", "safe"],
  ["I'm OK!", "safe"],
  ["Estoy bien", "safe"],
  ["2", "help"],
  ["2️⃣ !!", "help"],
  ["AIDEZ-MOI", "help"],
  ["besoin d’aide", "help"],
  ["SOS", "help"],
  ["STOP", "stop"],
  ["Stop.", "stop"],
  ["stop please", "stop"],
  ["ARRÊT", "stop"],
  ["arrêter", "stop"],
  ["opt-out", "stop"],
  ["OPTOUT", "stop"],
  ["BAJA", "stop"],
  ["Sair", "stop"],
  ["start", "start"],
  ["vu", "read"],
  ["12", "other"],
  ["Non-stop rain here", "other"],
  ["ok but where do I go?", "other"],
  ["", "other"],
])("%j means %s", (typed, meaning) => {
  expect(meaningOf(typed)).toBe(meaning);
});

test("a reply of any length and nonsense is read in no time and means nothing", () => {
  expect(meaningOf("🙈".repeat(100_000))).toBe("other");
});
