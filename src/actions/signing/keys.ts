import { seal, unseal } from "../../lib/crypto.ts";
import { newSigningPair, type SigningPair, signer } from "../../lib/signing.ts";
import type { Db, Tx } from "../../store/database.ts";
import { currentSigningKey, insertSigningKey, retireSigningKey } from "../../store/signing-keys.ts";
import { defineAction, defineIntake, type House, type Scene } from "../action.ts";

/** Who signs, and how. */
export type Signer = { keyId: string; publicKey: string; sign(bytes: string | Buffer): string };

/** The first start of a house makes its key; every later one finds it. */
export const ensureSigningKey = defineIntake(async (tx, _input: null, scene) => {
  if (!(await currentSigningKey(tx))) await keep(tx, newSigningPair(), scene);
});

/** A new key from now on. What the old one signed still holds: its public part stays on show. */
export const changeSigningKey = defineAction({
  name: "signing_key.change",
  needs: "administrator",
  async decide(tx, _input: null, scene) {
    const before = await currentSigningKey(tx);
    await retireSigningKey(tx, new Date(scene.now));
    const pair = newSigningPair();
    await keep(tx, pair, scene);
    return {
      subject: { kind: "signing_key", id: pair.id },
      detail: { replaces: before?.id ?? null },
      result: { id: pair.id, publicKey: pair.publicKey },
    };
  },
});

/** Opens the present key; null before there is one. */
export async function openSigner(house: Pick<House, "secretKey">, db: Db): Promise<Signer | null> {
  const row = await currentSigningKey(db);
  if (!row) return null;
  const sign = signer(unseal(house.secretKey, row.sealed));
  return { keyId: row.id, publicKey: row.public_key, sign };
}

/** The present key inside a decision; the first one is made where a house has none yet. */
export async function ensureSigner(
  tx: Tx,
  scene: Pick<Scene, "now" | "secretKey">,
): Promise<Signer> {
  if (!(await currentSigningKey(tx))) await keep(tx, newSigningPair(), scene);
  const signer = await openSigner(scene, tx);
  if (signer === null) throw new Error("A key that was just made is gone.");
  return signer;
}

async function keep(tx: Tx, pair: SigningPair, scene: Pick<Scene, "now" | "secretKey">) {
  await insertSigningKey(tx, {
    id: pair.id,
    public_key: pair.publicKey,
    sealed: seal(scene.secretKey, pair.privateKey),
    created_at: new Date(scene.now),
    retired_at: null,
  });
}
