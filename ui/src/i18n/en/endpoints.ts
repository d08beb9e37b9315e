import type { AbilityName, ModelPurpose } from "../../generated";

const abilities: Record<AbilityName, string> = {
  chat: "answers conversations",
  completions: "continues texts",
  streaming: "sends words as they come",
  schema: "keeps to a form",
  logprobs: "tells how sure its words are",
  scoring: "gives probabilities of labels",
  embeddings: "compares meanings",
  tokenize: "counts tokens",
};

const use: Record<ModelPurpose, string> = {
  generate: "Use",
  embed: "Use to compare meanings",
};

const chooseLabel: Record<ModelPurpose, (name: string, host: string) => string> = {
  generate: (name, host) => `Use ${name}; text goes to ${host}`,
  embed: (name, host) => `Use ${name} to compare meanings; the text of documents goes to ${host}`,
};

const inUse: Record<ModelPurpose, string> = {
  generate: "In use",
  embed: "In use to compare meanings",
};

export const endpoints = {
  title: "On other computers",
  lead: "Servers that speak the OpenAI protocol: Ollama, vLLM, TGI, llama-server, clouds.",
  warning:
    "When a task runs with one of these models, the text of your documents leaves this computer.",
  goesTo: (host: string) => `Text goes to ${host}`,
  staysHere: (host: string) => `A server on this computer: ${host}`,
  wentTo: (host: string) => `Text went to ${host}`,
  add: "Add an endpoint…",
  addTitle: "Add an endpoint",
  name: "Name",
  nameHint: "Letters, digits, - and _",
  url: "Address",
  urlHint: "For example https://host/v1",
  key: "Key",
  keyHint: "Kept in the system’s key ring, never in Winnow’s folder. Empty: none, or as it was.",
  concurrency: "Requests at once",
  timeout: "Seconds of silence allowed",
  context: "Tokens that fit",
  contextHint: "Empty: as the server says, else 4096",
  anyLine: "Allow http to another network, where anyone on the way can read along",
  save: "Add",
  cancel: "Cancel",
  added: (name: string) => `${name} was added. Nothing was sent yet.`,
  probe: "Find out what it can do",
  probeLabel: (name: string) => `Find out what ${name} can do`,
  probeHint: "Asks for its models and tries small questions. Sends no document.",
  unprobed: "Not asked yet what it can do.",
  works: "Works",
  fails: "Does not work",
  notTried: "Not tried with this model yet.",
  remove: "Remove",
  removeLabel: (name: string) => `Remove ${name}`,
  use,
  chooseLabel,
  inUse,
  embeds: (host: string) =>
    `To compare meanings, every document that you classify, search for values, summarize or teach with is sent to ${host}.`,
  embedsHere: (host: string) =>
    `Meanings are compared by a server on this computer: every document goes to ${host}.`,
  abilities,
};
