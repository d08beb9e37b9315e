import { Button, Skeleton, Stack, Title } from "@mantine/core";
import { IconCpu, IconFolderOpen } from "@tabler/icons-react";
import { useCallback } from "react";
import { asHostError, chooseFile } from "../../host";
import { text } from "../../i18n";
import { useDropTaker } from "../../shared/drop";
import { Blank } from "../../shared/layout/Blank";
import { Page } from "../../shared/layout/Page";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { complain, say } from "../../shared/notice/toast";
import { useDoctor, useModels, useOpenModel } from "../../shared/query/models";
import { Catalog } from "./Catalog";
import { Endpoints } from "./Endpoints";
import { ModelCard } from "./ModelCard";

const words = text.models;

/** The models of this computer, and those that could be had. */
export function ModelsPage() {
  const models = useModels();
  const free = useDoctor().data?.memoryAvailable;
  const { mutate, isPending, error, variables } = useOpenModel();
  const open = useCallback(
    (path: string) => mutate(path, { onSuccess: ({ name }) => say(words.opened(name)) }),
    [mutate],
  );
  const choose = async () => {
    try {
      const path = await chooseFile(words.openTitle, ["gguf"]);
      if (path !== null) {
        open(path);
      }
    } catch (thrown) {
      complain(thrown);
    }
  };
  useDropTaker(useCallback((paths: string[]) => paths.forEach(open), [open]));
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} />}
          loading={isPending}
          data-testid="model-open"
          onClick={() => void choose()}
        >
          {words.open}
        </Button>
      }
    >
      <Stack gap="xl">
        {error && (
          <ErrorNotice
            error={asHostError(error)}
            onRetry={variables === undefined ? undefined : () => open(variables)}
          />
        )}
        {models.error && (
          <ErrorNotice error={asHostError(models.error)} onRetry={() => void models.refetch()} />
        )}
        {models.isPending && <Skeleton h={160} radius="lg" />}
        {models.data && (
          <Stack gap="sm" component="section" aria-label={words.here}>
            <Title order={2}>{words.here}</Title>
            {models.data.length === 0 && (
              <Blank icon={<IconCpu size={22} />} title={words.emptyTitle}>
                {words.empty}
              </Blank>
            )}
            {models.data.map((model) => (
              <ModelCard key={model.id} model={model} free={free} />
            ))}
          </Stack>
        )}
        <Endpoints />
        <Catalog free={free} />
      </Stack>
    </Page>
  );
}
