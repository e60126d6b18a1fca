import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the tests find a server and a migrated template; `trouble` says why there is none. */
    database: { url: string; template: string; trouble: string | null };
  }
}
