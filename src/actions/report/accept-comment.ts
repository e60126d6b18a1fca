import { defineAction } from "../action.ts";
import { decide } from "./decide.ts";

/** Shows what somebody wrote on the public page of its platform. */
export const acceptComment = defineAction({
  name: "comment.accept",
  needs: "communicator",
  decide: decide("accepted"),
});
