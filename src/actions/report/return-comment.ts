import { defineAction } from "../action.ts";
import { decide } from "./decide.ts";

/** Takes a decision back: the comment waits again, and shows nowhere. */
export const returnComment = defineAction({
  name: "comment.return",
  needs: "communicator",
  decide: decide("waiting"),
});
