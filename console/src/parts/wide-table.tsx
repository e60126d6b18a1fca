import { Table } from "@mantine/core";
import type { ReactNode } from "react";

type WideTableProps = {
  minWidth: number;
  /** What stands above the columns, in their order. */
  heads: readonly string[];
  /** What the buttons of one more column do: it needs no words that show. */
  action?: string | undefined;
  children: ReactNode;
};

/** Rows under their heads; where the screen is narrower, by touch and by keyboard they move sideways. */
export function WideTable({ minWidth, heads, action, children }: WideTableProps) {
  return (
    <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
            {action === undefined ? null : <Table.Th aria-label={action} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
