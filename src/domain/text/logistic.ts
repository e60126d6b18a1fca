import { type Feature, featuresOf } from "./features.ts";
import { hashOf } from "./fold.ts";

/** Multinomial logistic regression over hashed features, a column of weights for each class. */
export type Model = { weights: Float64Array; classes: number };
export type Example = { text: string; label: number };

const slots = 2 ** 14;
const epochs = 12;
const firstStep = 0.3;
const stepFade = 0.1;
const shrink = 2e-5;

type Row = { at: Uint32Array; value: Float64Array };

/** Learns the same from the same examples: fixed order, no chance, nothing but sums. */
export function train(examples: readonly Example[], classes: number): Model {
  const model = { weights: new Float64Array((slots + 1) * classes), classes };
  const rows = examples.map(({ text, label }) => ({ label, row: rowOf(featuresOf(text)) }));
  const sizes = Array.from(
    { length: classes },
    (_, label) => examples.filter((example) => example.label === label).length,
  );
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = firstStep / (1 + stepFade * epoch);
    for (let at = 0; at < rows.length; at++) {
      const example = rows[strideOf(rows.length, at)];
      if (!example) continue;
      const balance = rows.length / classes / (sizes[example.label] ?? 1);
      learn(model, example, step * Math.min(1, balance));
    }
  }
  return model;
}

/** How likely each class is. */
export const sharesOf = (model: Model, text: string): number[] =>
  softmax(model, rowOf(featuresOf(text)));

/** Walks through all rows in an order that mixes the classes. */
function strideOf(length: number, at: number): number {
  let stride = Math.max(1, Math.floor(length * 0.618));
  while (greatestCommon(stride, length) > 1) stride++;
  return (at * stride) % length;
}

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b));

function learn(model: Model, { row, label }: { row: Row; label: number }, step: number): void {
  const { weights, classes } = model;
  const errors = softmax(model, row).map((share, each) => (each === label ? 1 : 0) - share);
  for (let index = 0; index < row.at.length; index++) {
    const from = (row.at[index] ?? 0) * classes;
    const value = row.value[index] ?? 0;
    for (let each = 0; each < classes; each++) {
      const held = weights[from + each] ?? 0;
      weights[from + each] = held + step * ((errors[each] ?? 0) * value - shrink * held);
    }
  }
}

function softmax({ weights, classes }: Model, row: Row): number[] {
  const sums = new Array<number>(classes).fill(0);
  for (let index = 0; index < row.at.length; index++) {
    const from = (row.at[index] ?? 0) * classes;
    const value = row.value[index] ?? 0;
    for (let each = 0; each < classes; each++) {
      sums[each] = (sums[each] ?? 0) + value * (weights[from + each] ?? 0);
    }
  }
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Of length one, so that long posts do not shout; the last slot is the bias. */
function rowOf(features: readonly Feature[]): Row {
  const length = Math.sqrt(features.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1;
  const scale = 3 / length;
  return {
    at: Uint32Array.from([...features.map(({ mark }) => hashOf(mark) % slots), slots]),
    value: Float64Array.from([...features.map(({ weight }) => weight * scale), 0.3]),
  };
}
