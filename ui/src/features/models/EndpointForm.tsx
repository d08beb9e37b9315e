import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  Stack,
  TextInput,
} from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { EndpointSpec } from "../../generated";
import { asHostError } from "../../host";
import { text } from "../../i18n";
import { ErrorNotice } from "../../shared/notice/ErrorNotice";
import { say } from "../../shared/notice/toast";
import { useAddEndpoint } from "../../shared/query/endpoints";

const words = text.endpoints;

const EMPTY: EndpointSpec = {
  name: "",
  url: "",
  key: null,
  concurrency: null,
  timeout: null,
  context: null,
  anyLine: false,
};

/** Where an endpoint is and how it is spoken to. */
export function EndpointForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [spec, setSpec] = useState(EMPTY);
  const add = useAddEndpoint();
  const change = (part: Partial<EndpointSpec>) => setSpec((before) => ({ ...before, ...part }));
  const number = (value: string | number) => (typeof value === "number" ? value : null);
  const close = () => {
    // The key is not kept longer than needed.
    setSpec(EMPTY);
    add.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(spec, {
      onSuccess: ({ name }) => {
        say(words.added(name));
        close();
      },
    });
  };
  const wrong = add.error ? asHostError(add.error) : null;
  const at = (field: string) =>
    wrong?.code === "invalidEndpoint" && wrong.detail === field ? wrong.message : undefined;
  return (
    <Modal opened={opened} onClose={close} title={words.addTitle} centered>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={words.name}
            description={words.nameHint}
            required
            data-autofocus
            data-testid="endpoint-name"
            value={spec.name}
            error={at("name")}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={words.url}
            description={words.urlHint}
            required
            data-testid="endpoint-url"
            value={spec.url}
            error={at("url")}
            onChange={(event) => change({ url: event.currentTarget.value })}
          />
          <PasswordInput
            label={words.key}
            description={words.keyHint}
            autoComplete="off"
            value={spec.key ?? ""}
            onChange={(event) => change({ key: event.currentTarget.value || null })}
          />
          <Group grow align="flex-start">
            <NumberInput
              label={words.concurrency}
              placeholder="4"
              min={1}
              value={spec.concurrency ?? ""}
              error={at("concurrency")}
              onChange={(value) => change({ concurrency: number(value) })}
            />
            <NumberInput
              label={words.timeout}
              placeholder="120"
              min={1}
              value={spec.timeout ?? ""}
              error={at("timeout")}
              onChange={(value) => change({ timeout: number(value) })}
            />
          </Group>
          <NumberInput
            label={words.context}
            description={words.contextHint}
            min={1}
            value={spec.context ?? ""}
            onChange={(value) => change({ context: number(value) })}
          />
          <Checkbox
            label={words.anyLine}
            checked={spec.anyLine}
            onChange={(event) => change({ anyLine: event.currentTarget.checked })}
          />
          {wrong && <ErrorNotice error={wrong} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={add.isPending} data-testid="endpoint-save">
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
