import { DataList, type MantineSpacing } from "@mantine/core";

interface FactsProps {
  /** A label and what is known under it. */
  rows: Array<[string, string]>;
  labelWidth: string;
  mb?: MantineSpacing;
}

/** Short facts, one a row. */
export function Facts({ rows, labelWidth, mb }: FactsProps) {
  return (
    <DataList size="sm" gap={4} labelWidth={labelWidth} mb={mb}>
      {rows.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}
