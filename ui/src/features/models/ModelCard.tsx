import { ActionIcon, Alert, Badge, Button, Group, Text, Title, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconCheck, IconX } from "@tabler/icons-react";
import type { LoadedView, ModelView } from "../../generated";
import { text } from "../../i18n";
import { bytes, integer, rate, short } from "../../shared/format/format";
import { complain } from "../../shared/notice/toast";
import { useForgetModel, useSelectModel, useUnloadModel } from "../../shared/query/models";
import { FitLabel } from "./FitLabel";
import { Formats } from "./Formats";
import classes from "./models.module.css";
import { Summaries } from "./Summaries";
import { TransferBar } from "./TransferBar";
import { loadModel, optimizeModel, probeModel, useTransfer } from "./transfers";

const words = text.models;

interface ModelCardProps {
  model: ModelView;
  /** Free memory in bytes, when it is known. */
  free: number | undefined;
}

/** A model: what it is good for, whether it fits, whether it is loaded and how fast it is. */
export function ModelCard({ model, free }: ModelCardProps) {
  return (
    <article className={classes.card} data-testid="models-card" data-selected={model.selected}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.about}>
          <Group gap="xs">
            <Title order={3}>{model.name}</Title>
            <Badge color="gray">{words.purposes[model.purpose]}</Badge>
            {model.selected && (
              <Badge leftSection={<IconCheck size={11} />}>{words.selected}</Badge>
            )}
          </Group>
          {model.goodFor !== null && (
            <Text size="sm" c="dimmed" mt={4}>
              {model.goodFor}
            </Text>
          )}
        </div>
        <Actions model={model} />
      </Group>
      <TransferBar id={model.id} label={words.loading} />
      <Facts model={model} />
      {model.problem === null && (
        <Group gap="sm">
          <FitLabel
            fit={model.fit}
            needed={model.memoryNeeded}
            free={model.loaded ? undefined : free}
          />
          {model.loaded && <Loaded loaded={model.loaded} purpose={model.purpose} />}
        </Group>
      )}
      {model.optimization && <Formats name={model.name} measured={model.optimization} />}
      {model.probe && <Summaries probe={model.probe} />}
      {model.loaded?.notice && (
        <Alert color="yellow" variant="light" p="xs">
          <Text size="sm">{model.loaded.notice}</Text>
        </Alert>
      )}
      {model.problem !== null && (
        <Alert
          color="red"
          variant="light"
          p="xs"
          icon={<IconAlertTriangle size={17} />}
          data-testid="model-problem"
        >
          <Text size="sm">{model.problem}</Text>
        </Alert>
      )}
    </article>
  );
}

function Actions({ model }: { model: ModelView }) {
  const select = useSelectModel();
  const unload = useUnloadModel();
  const forget = useForgetModel();
  const transfer = useTransfer(model.id);
  const usable = model.problem === null;
  return (
    <Group gap={6}>
      {!model.selected && usable && (
        <Button
          size="xs"
          loading={select.isPending}
          aria-label={words.selectLabel(model.name)}
          onClick={() => select.mutate({ id: model.id }, { onError: complain })}
        >
          {words.select}
        </Button>
      )}
      {model.loaded ? (
        <Button
          size="xs"
          variant="default"
          loading={unload.isPending}
          aria-label={words.unloadLabel(model.name)}
          data-testid="model-unload"
          onClick={() => unload.mutate(model.id, { onError: complain })}
        >
          {words.unload}
        </Button>
      ) : (
        usable &&
        !transfer && (
          <Button
            size="xs"
            variant="default"
            aria-label={words.loadLabel(model.name)}
            data-testid="model-load"
            onClick={() => void loadModel(model.id)}
          >
            {words.load}
          </Button>
        )
      )}
      {usable && !transfer && <Measurements model={model} />}
      {model.origin !== "default" && (
        <Tooltip label={model.origin === "opened" ? words.forgetHint : words.forget}>
          <ActionIcon
            size={30}
            variant="subtle"
            color="gray"
            loading={forget.isPending}
            aria-label={words.forgetLabel(model.name)}
            onClick={() => forget.mutate(model.id, { onError: complain })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

/** Measurements that a person can ask for, the first time or anew. */
function Measurements({ model }: { model: ModelView }) {
  return (
    <>
      <Button
        size="xs"
        variant="default"
        title={words.optimize.hint}
        aria-label={words.optimize.label(model.name)}
        data-testid="model-optimize"
        onClick={() => void optimizeModel(model.id)}
      >
        {model.optimization ? words.optimize.again : words.optimize.action}
      </Button>
      {model.purpose === "generate" && (
        <Button
          size="xs"
          variant="default"
          title={words.probe.hint}
          aria-label={words.probe.label(model.name)}
          data-testid="model-probe-start"
          onClick={() => void probeModel(model.id)}
        >
          {words.probe.action}
        </Button>
      )}
    </>
  );
}

function Facts({ model }: { model: ModelView }) {
  const facts: Array<[string, string]> = [
    [words.facts.parameters, short(model.parameters)],
    [words.facts.quantization, model.quantization],
    [words.facts.size, bytes(model.bytes)],
    [words.facts.context, words.tokens(integer(model.contextTrain))],
    [words.facts.architecture, model.architecture],
    [words.facts.license, model.license ?? "–"],
    [words.facts.origin, words.origins[model.origin]],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div className={classes.path}>
        <dt>{words.facts.path}</dt>
        <dd title={model.path}>{model.path}</dd>
      </div>
    </dl>
  );
}

function Loaded({ loaded, purpose }: { loaded: LoadedView; purpose: ModelView["purpose"] }) {
  const rates =
    purpose === "generate"
      ? words.rates(rate(loaded.prefillRate), rate(loaded.decodeRate))
      : words.readRate(rate(loaded.prefillRate));
  const parts = [words.loadedOn(loaded.device), words.contextHeld(integer(loaded.context))];
  if (loaded.prefillRate > 0) {
    parts.push(rates);
  }
  return (
    <Group gap={6} wrap="nowrap" data-testid="model-loaded">
      <IconBolt size={15} className={classes.bolt} aria-hidden />
      <Text size="sm">{parts.join(" · ")}</Text>
    </Group>
  );
}
