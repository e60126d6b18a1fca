import { defineAction } from "../action.ts";
import { decide } from "./decide.ts";

/** Keeps what somebody wrote from ever being shown. Their report still counts. */
export const rejectComment = defineAction({
  name: "comment.reject",
  needs: "communicator",
  decide: decide("rejected"),
});
