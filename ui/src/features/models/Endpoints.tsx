import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCloudUpload, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { EndpointView } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { complain } from "../../shared/notice/toast";
import { useEndpoints, useProbeEndpoint, useRemoveEndpoint } from "../../shared/query/endpoints";
import { EndpointForm } from "./EndpointForm";
import { EndpointModels } from "./EndpointModels";
import classes from "./models.module.css";

const words = text.endpoints;

/** Models on other computers: where they are, what they can do, which one is used. */
export function Endpoints() {
  const endpoints = useEndpoints();
  const [adding, setAdding] = useState(false);
  return (
    <Stack gap="sm" component="section" aria-label={words.title} data-testid="endpoints">
      <Group justify="space-between" align="flex-start">
        <div className={classes.about}>
          <Title order={2}>{words.title}</Title>
          <Text size="sm" c="dimmed">
            {words.lead}
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} />}
          data-testid="endpoint-add"
          onClick={() => setAdding(true)}
        >
          {words.add}
        </Button>
      </Group>
      {endpoints.error && <ErrorNotice error={asHostError(endpoints.error)} />}
      {(endpoints.data?.length ?? 0) > 0 && (
        <Alert color="yellow" variant="light" p="xs" icon={<IconCloudUpload size={17} />}>
          <Text size="sm">{words.warning}</Text>
        </Alert>
      )}
      {endpoints.data?.map((endpoint) => (
        <Card key={endpoint.name} endpoint={endpoint} />
      ))}
      <EndpointForm opened={adding} onClose={() => setAdding(false)} />
    </Stack>
  );
}

function Card({ endpoint }: { endpoint: EndpointView }) {
  const probe = useProbeEndpoint();
  const remove = useRemoveEndpoint();
  const { name, host, here, url, models } = endpoint;
  return (
    <article className={classes.card} data-testid="endpoint-card">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.about}>
          <Title order={3}>{name}</Title>
          <Text size="sm" c="dimmed" data-testid="endpoint-host">
            {here ? words.staysHere(host) : words.goesTo(host)}
          </Text>
          <Text size="xs" c="dimmed" truncate title={url}>
            {url}
          </Text>
        </div>
        <Group gap={6}>
          <Button
            size="xs"
            variant="default"
            title={words.probeHint}
            loading={probe.isPending}
            aria-label={words.probeLabel(name)}
            data-testid="endpoint-probe"
            onClick={() => probe.mutate({ name, model: null })}
          >
            {words.probe}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            loading={remove.isPending}
            aria-label={words.removeLabel(name)}
            data-testid="endpoint-remove"
            onClick={() => remove.mutate(name, { onError: complain })}
          >
            {words.remove}
          </Button>
        </Group>
      </Group>
      {probe.error && <ErrorNotice error={asHostError(probe.error)} />}
      {models.length === 0 ? (
        <Text size="sm">{words.unprobed}</Text>
      ) : (
        <EndpointModels endpoint={endpoint} />
      )}
    </article>
  );
}
