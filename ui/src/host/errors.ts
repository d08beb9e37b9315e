/** Turns whatever the bridge rejects with into the one error type that the window knows. */
import type { ApiError, Code } from "../generated";

const CODES: Record<Code, true> = {
  modelMissing: true,
  modelUnsupported: true,
  notEnoughMemory: true,
  contextTooLong: true,
  invalidTask: true,
  documentUnreadable: true,
  documentEncrypted: true,
  documentEmpty: true,
  emptyAnswer: true,
  answerCut: true,
  cancelled: true,
  notFound: true,
  storeUnusable: true,
  downloadFailed: true,
  endpointUnreachable: true,
  endpointRefused: true,
  endpointUnable: true,
  invalidEndpoint: true,
  keyRingMissing: true,
  internal: true,
};

function isCode(value: unknown): value is Code {
  return typeof value === "string" && Object.hasOwn(CODES, value);
}

/** An {@link ApiError} that can be thrown. */
export class HostError extends Error implements ApiError {
  override readonly name = "HostError";

  constructor(
    readonly code: Code,
    message: string,
    readonly detail: string | null,
  ) {
    super(message);
  }
}

/** Whatever was thrown, as an error to show: one without a code that is known becomes `internal`. */
export function asHostError(thrown: unknown): HostError {
  if (thrown instanceof HostError) {
    return thrown;
  }
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    const { code, message } = thrown;
    const detail = "detail" in thrown ? thrown.detail : null;
    if (typeof message === "string") {
      const known = isCode(code) ? code : "internal";
      return new HostError(known, message, typeof detail === "string" ? detail : null);
    }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new HostError("internal", message, null);
}
