import { Alert, Button, List, Skeleton, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { Doctor } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { bytes } from "../../shared/format/format";
import { Facts } from "../../shared/layout/Facts";
import { Panel } from "../../shared/layout/Panel";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { useDoctor } from "../../shared/query/models";

const words = text.settings;

/** What this computer has, and what is wrong. */
export function DoctorReport() {
  const doctor = useDoctor();
  return (
    <Panel
      title={words.computer}
      testId="doctor"
      actions={
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconRefresh size={15} />}
          loading={doctor.isFetching}
          onClick={() => void doctor.refetch()}
        >
          {words.again}
        </Button>
      }
    >
      {doctor.error && <ErrorNotice error={asHostError(doctor.error)} />}
      {doctor.isPending && <Skeleton h={120} />}
      {doctor.data && <Report report={doctor.data} />}
    </Panel>
  );
}

function Report({ report }: { report: Doctor }) {
  const rows: Array<[string, string]> = [
    [words.version, report.version],
    [words.cpu, report.cpuVariant],
    [words.cores, String(report.cores)],
    [words.memory, words.memoryFree(bytes(report.memoryAvailable), bytes(report.memoryTotal))],
  ];
  return (
    <>
      {report.problems.length > 0 ? (
        <Alert
          color="yellow"
          variant="light"
          mb="md"
          icon={<IconAlertTriangle />}
          title={words.problems}
        >
          <List size="sm">
            {report.problems.map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
        </Alert>
      ) : (
        <Text size="sm" mb="sm">
          {words.well}
        </Text>
      )}
      <Facts rows={rows} labelWidth="9rem" mb="md" />
      <Table.ScrollContainer minWidth={380}>
        <Table fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.device}</Table.Th>
              <Table.Th>{words.backend}</Table.Th>
              <Table.Th ta="right">{words.deviceMemory}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.devices.map((device) => (
              <Table.Tr key={`${device.backend} ${device.name}`}>
                <Table.Td>{device.description || device.name}</Table.Td>
                <Table.Td>{device.backend}</Table.Td>
                <Table.Td ta="right">
                  {words.memoryFree(bytes(device.memoryFree), bytes(device.memoryTotal))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
