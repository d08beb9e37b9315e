import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { AbilityName, EndpointModelView, EndpointView, ModelPurpose } from "../../generated";
import { text } from "../../i18n";
import { integer } from "../../shared/format/format";
import { complain } from "../../shared/notice/toast";
import { isChosen, useProbeEndpoint } from "../../shared/query/endpoints";
import { useSelectModel } from "../../shared/query/models";
import classes from "./models.module.css";

const words = text.endpoints;

const ABILITIES: readonly AbilityName[] = [
  "chat",
  "completions",
  "streaming",
  "schema",
  "logprobs",
  "scoring",
  "embeddings",
  "tokenize",
];

const PURPOSES: readonly ModelPurpose[] = ["generate", "embed"];

/** What a model may be chosen for: before it was probed, to answer. */
function able({ works }: EndpointModelView, purpose: ModelPurpose): boolean {
  if (purpose === "embed") {
    return works?.includes("embeddings") ?? false;
  }
  return works === null || works.includes("chat") || works.includes("completions");
}

/** The models of an endpoint, and what works with each. */
export function EndpointModels({ endpoint }: { endpoint: EndpointView }) {
  return (
    <Stack gap="md">
      {endpoint.models.map((model) => (
        <Model key={model.id} endpoint={endpoint} model={model} />
      ))}
    </Stack>
  );
}

function Model({ endpoint, model }: { endpoint: EndpointView; model: EndpointModelView }) {
  const select = useSelectModel();
  const probe = useProbeEndpoint();
  const { name, host, here } = endpoint;
  return (
    <div data-testid="endpoint-model" data-selected={model.selected}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs" className={classes.about}>
          <Text fw={550} size="sm">
            {model.name}
          </Text>
          {PURPOSES.filter((purpose) => isChosen(model, purpose)).map((purpose) => (
            <Badge key={purpose} leftSection={<IconCheck size={11} />}>
              {words.inUse[purpose]}
            </Badge>
          ))}
          {model.context !== null && (
            <Text size="xs" c="dimmed">
              {text.models.tokens(integer(model.context))}
            </Text>
          )}
        </Group>
        <Group gap={6}>
          {model.works === null && (
            <Button
              size="xs"
              variant="default"
              loading={probe.isPending}
              aria-label={words.probeLabel(model.name)}
              onClick={() => probe.mutate({ name, model: model.name }, { onError: complain })}
            >
              {words.probe}
            </Button>
          )}
          {PURPOSES.filter((purpose) => able(model, purpose) && !isChosen(model, purpose)).map(
            (purpose) => (
              <Button
                key={purpose}
                size="xs"
                variant={purpose === "embed" ? "default" : undefined}
                loading={select.isPending}
                aria-label={words.chooseLabel[purpose](model.name, host)}
                data-testid={purpose === "embed" ? "endpoint-embed" : "endpoint-use"}
                onClick={() => select.mutate({ id: model.id, purpose }, { onError: complain })}
              >
                {words.use[purpose]}
              </Button>
            ),
          )}
        </Group>
      </Group>
      {model.embeds && (
        <Text size="sm" data-testid="endpoint-embeds">
          {here ? words.embedsHere(host) : words.embeds(host)}
        </Text>
      )}
      {model.works === null ? (
        <Text size="xs" c="dimmed">
          {words.notTried}
        </Text>
      ) : (
        <Works works={model.works} />
      )}
    </div>
  );
}

/** What works and what does not, in words. */
function Works({ works }: { works: AbilityName[] }) {
  const fails = ABILITIES.filter((ability) => !works.includes(ability));
  const list = (abilities: readonly AbilityName[]) =>
    abilities.map((ability) => words.abilities[ability]).join(", ");
  return (
    <Stack gap={2} mt={4}>
      <Text size="sm" data-testid="endpoint-works">
        {words.works}: {list(ABILITIES.filter((ability) => works.includes(ability)))}
      </Text>
      {fails.length > 0 && (
        <Text size="xs" c="dimmed">
          {words.fails}: {list(fails)}
        </Text>
      )}
    </Stack>
  );
}
