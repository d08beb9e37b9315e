import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import type { ModelPurpose, ModelView } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { Panel } from "../../shared/layout/Panel";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { type RemoteChoice, useRemoteChoice } from "../../shared/query/endpoints";
import { selectedModel, useModels } from "../../shared/query/models";
import classes from "./home.module.css";

const words = text.home;

/** The two models in use, and whether they are loaded. */
export function ModelStates() {
  const models = useModels();
  return (
    <Panel
      title={words.models}
      actions={
        <Anchor component={Link} href="/models" size="sm" px="xs">
          {words.manage}
        </Anchor>
      }
    >
      {models.error && <ErrorNotice error={asHostError(models.error)} />}
      {models.data && (
        <Stack gap="md">
          <InUse purpose="generate" models={models.data} />
          <InUse purpose="embed" models={models.data} />
        </Stack>
      )}
    </Panel>
  );
}

function InUse({ purpose, models }: { purpose: ModelPurpose; models: ModelView[] }) {
  const remote = useRemoteChoice(purpose);
  return remote ? (
    <Remote purpose={purpose} choice={remote} />
  ) : (
    <State purpose={purpose} model={selectedModel(models, purpose)} />
  );
}

/** A model on another computer, with the host that texts go to. */
function Remote({ purpose, choice }: { purpose: ModelPurpose; choice: RemoteChoice }) {
  const { goesTo, staysHere } = text.endpoints;
  return (
    <div className={classes.model} data-testid="home-model" data-state="remote">
      <span className={classes.dot} data-state="idle" aria-hidden />
      <div>
        <Text size="sm" fw={550}>
          {choice.name}
        </Text>
        <Text size="xs" c="dimmed">
          {words[purpose]}: {purpose === "generate" ? words.generateWhy : words.embedWhy}
        </Text>
        <Text size="xs" c="dimmed">
          {choice.here ? staysHere(choice.host) : goesTo(choice.host)}
        </Text>
      </div>
    </div>
  );
}

type Standing = "loaded" | "idle" | "problem" | "missing";

function standing(model: ModelView | undefined): Standing {
  if (!model) {
    return "missing";
  }
  if (model.problem !== null) {
    return "problem";
  }
  return model.loaded ? "loaded" : "idle";
}

function State({ purpose, model }: { purpose: ModelPurpose; model: ModelView | undefined }) {
  const state = standing(model);
  return (
    <div className={classes.model} data-testid="home-model" data-state={state}>
      <span className={classes.dot} data-state={state} aria-hidden />
      <div>
        <Text size="sm" fw={550}>
          {model?.name ?? words.missing}
        </Text>
        <Text size="xs" c="dimmed">
          {words[purpose]}: {purpose === "generate" ? words.generateWhy : words.embedWhy}
        </Text>
        {model && (
          <Text size="xs" c="dimmed">
            {model.problem ?? words[state]}
          </Text>
        )}
      </div>
    </div>
  );
}
