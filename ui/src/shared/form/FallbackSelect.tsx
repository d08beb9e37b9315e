import { NativeSelect } from "@mantine/core";
import { text } from "../../i18n";
import { useEndpoints } from "../query/endpoints";
import { useModels } from "../query/models";

const words = text.form.advanced;

interface FallbackSelectProps {
  /** The model's name, or `ENDPOINT/MODEL`; empty: none. */
  value: string;
  onChange: (value: string) => void;
}

/** The larger model that is asked where the others are unsure: here, or at an endpoint. */
export function FallbackSelect({ value, onChange }: FallbackSelectProps) {
  const models = useModels().data ?? [];
  const endpoints = useEndpoints().data ?? [];
  const here = models
    .filter(({ purpose, selected, problem }) => purpose === "generate" && !selected && !problem)
    .map(({ name }) => name);
  const elsewhere = endpoints.flatMap(({ name, host, here: local, models: listed }) =>
    listed.map((model) => ({ name: `${name}/${model.name}`, host: local ? null : host })),
  );
  const names = [...here, ...elsewhere.map(({ name }) => name)];
  const host = elsewhere.find(({ name }) => name === value)?.host;
  if (names.length === 0 && value === "") {
    return null;
  }
  // A task may name a file, or a model that is not here now.
  const shown = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <NativeSelect
      label={words.fallback}
      description={host ? `${words.fallbackWhy} ${words.fallbackSends(host)}` : words.fallbackWhy}
      data={[
        { value: "", label: words.fallbackNone },
        ...shown.map((name) => ({ value: name, label: name })),
      ]}
      value={value}
      data-testid="fallback"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
