import { AppError, codeOf, messageOf } from "../../lib/errors.ts";

/** Turns what the system or PostgreSQL said into a sentence that tells the operator what to do. */
export function troubleWith(folder: string, cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  const said = `${codeOf(cause) ?? ""} ${messageOf(cause)}`;
  const sentence = known.find(([sign]) => sign.test(said))?.[1];
  return sentence === undefined ? cause : new AppError("unavailable", sentence(folder));
}

/** The same, for the last words of a program that failed. */
export function programFailed(folder: string, program: string, said: string): AppError {
  const trouble = troubleWith(folder, new Error(said));
  if (trouble instanceof AppError) return trouble;
  return new AppError("unavailable", `${program} could not work with ${folder}: ${said.trim()}`);
}

const known: [RegExp, (folder: string) => string][] = [
  [
    /ENOSPC|EDQUOT|No space left|Check free disk space|Disk quota/,
    (folder) => `The disk that holds ${folder} is full. Make room and start Tocsin again.`,
  ],
  [
    /EROFS|Read-only file system/,
    (folder) => `${folder} is on a disk that cannot be written. Choose another data folder.`,
  ],
  [
    /EACCES|EPERM|Permission denied|Operation not permitted|wrong ownership|must be owned/,
    (folder) =>
      `This account may not use ${folder}. Start Tocsin as the account that owns the folder, ` +
      "or choose another data folder.",
  ],
  [
    /could not create shared memory|Cannot allocate memory/,
    (folder) => `There is too little memory to start PostgreSQL on ${folder}.`,
  ],
];
