import { noteProvedWays } from "../../store/reachability.ts";
import { defineIntake } from "../action.ts";

/** Notes what finished broadcasts have proved of addresses, a few thousand deliveries at a time. */
export const noteWays = defineIntake<null, boolean>(async (tx) => await noteProvedWays(tx));
