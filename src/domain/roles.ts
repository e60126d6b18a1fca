/** What somebody may do. An administrator may do everything, but never approve their own work. */
export const ROLES = ["viewer", "responder", "communicator", "approver", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** Whoever acts: a person signed in, a program with a key, or one of our own loops. */
export type Actor = {
  kind: "person" | "key" | "machine";
  id: string;
  name: string;
  roles: readonly Role[];
};

/** Everybody who is known may look; the rest is granted role by role. */
export function mayAct(actor: Actor, needs: Role): boolean {
  if (actor.kind === "machine" || actor.roles.includes("administrator")) return true;
  return needs === "viewer" || actor.roles.includes(needs);
}
