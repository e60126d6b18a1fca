import { seal, sealMark, unseal } from "../../lib/crypto.ts";
import { resealSome, SEALED_COLUMNS } from "../../store/sealed-columns.ts";
import { defineAction } from "../action.ts";

const AT_ONCE = 500;

/** Seals with the newest key whatever an older one sealed. Needed once after a change of keys. */
export const resealSecrets = defineAction<null, { sealed: number }>({
  name: "secrets.reseal",
  needs: "administrator",
  async decide(tx, _none, { secretKey }) {
    const mark = sealMark(secretKey);
    const again = (sealed: Buffer) => seal(secretKey, unseal(secretKey, sealed));
    let sealed = 0;
    for (const place of SEALED_COLUMNS) {
      for (let some = AT_ONCE; some === AT_ONCE; sealed += some) {
        some = await resealSome(tx, place, { mark, again, limit: AT_ONCE });
      }
    }
    return { subject: { kind: "secrets", id: "all" }, detail: { sealed }, result: { sealed } };
  },
});
