/** What one part of a service needs: several doors, any of which will do. */
export type EndpointGroup = {
  name: string;
  doors:
    | { kind: "tcp"; hosts: readonly string[]; ports: readonly number[] }
    | { kind: "https"; urls: readonly string[] };
};

/** Where a service listens. Names drift: a list carries its day and where it was read. */
export type EndpointList = {
  version: number;
  readOn: string;
  source: string;
  groups: readonly EndpointGroup[];
};
