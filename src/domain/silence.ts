/** In one minute: how many attempts were followed by good news, and how many by none at all. */
export type MinuteOfReceipts = { heard: number; silent: number };

/** A working channel leaves this share of its attempts without any news; a dead one at least that. */
const SILENT_WHEN_WELL = 0.1;
const SILENT_WHEN_DEAD = 0.6;
/** Chance of a false alarm in one sequence, by Wald's bound: 1 in 10,000. */
const FALSE_ALARM = 1e-4;
/** So few people prove nothing, however silent they are. */
const SILENT_MIN = 8;

const PER_SILENT = Math.log(SILENT_WHEN_DEAD / SILENT_WHEN_WELL);
const PER_HEARD = Math.log((1 - SILENT_WHEN_DEAD) / (1 - SILENT_WHEN_WELL));

/** So many canaries that arrived, and more than stayed silent, open the way for everybody. */
const HEARD_MIN = 3;

/** Whether a channel that is being tried out has come back, by what became of its canaries. */
export function soundsAlive(minutes: readonly MinuteOfReceipts[]): boolean {
  const heard = minutes.reduce((sum, minute) => sum + minute.heard, 0);
  const silent = minutes.reduce((sum, minute) => sum + minute.silent, 0);
  return heard >= HEARD_MIN && heard > silent;
}

/**
 * A sequential test on our own receipts (Page's cumulative sum over Wald's likelihood ratio): does a
 * channel take everything and deliver nothing? What we refused ourselves is not in these numbers.
 */
export function soundsDead(minutes: readonly MinuteOfReceipts[]): boolean {
  let evidence = 0;
  let silent = 0;
  for (const minute of minutes) {
    evidence += minute.silent * PER_SILENT + minute.heard * PER_HEARD;
    silent += minute.silent;
    if (evidence <= 0) [evidence, silent] = [0, 0];
  }
  return silent >= SILENT_MIN && evidence > Math.log(1 / FALSE_ALARM);
}
