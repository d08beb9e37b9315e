import type { Code } from "../../generated";

const titles: Record<Code, string> = {
  modelMissing: "A model is needed first",
  modelUnsupported: "This model cannot be used",
  notEnoughMemory: "Not enough memory",
  contextTooLong: "Too long for this model",
  invalidTask: "The task needs a correction",
  documentUnreadable: "The document cannot be read",
  documentEncrypted: "The document is locked",
  documentEmpty: "There is no text in it",
  emptyAnswer: "The model gave no answer",
  answerCut: "The answer was cut off",
  cancelled: "Stopped",
  notFound: "It is no longer there",
  storeUnusable: "The data folder cannot be used",
  downloadFailed: "The download failed",
  endpointUnreachable: "The endpoint does not answer",
  endpointRefused: "The endpoint does not take this",
  endpointUnable: "The endpoint cannot do this",
  invalidEndpoint: "The endpoint needs a correction",
  keyRingMissing: "There is no key ring",
  internal: "Something went wrong",
};

export const errors = {
  titles,
  openModels: "Open Models",
  openSettings: "Open Settings",
  raiseLimit: "Raise the limit",
  retry: "Try again",
  partial: "Written until then",
};
