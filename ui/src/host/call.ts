/** Typed calls of the core. The command map is generated from Rust, so a call cannot drift. */
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Commands, DocumentView } from "../generated";
import { asHostError } from "./errors";

type Streaming = {
  [Name in keyof Commands]: Commands[Name] extends { events: unknown } ? Name : never;
}[keyof Commands];

type Plain = Exclude<keyof Commands, Streaming | "open_document_bytes">;

/**
 * Calls a command and waits for its result.
 *
 * @throws {HostError} with the core's code and message.
 */
export async function call<Name extends Plain>(
  name: Name,
  args: Commands[Name]["args"],
): Promise<Commands[Name]["result"]> {
  try {
    return await invoke<Commands[Name]["result"]>(name, { ...args });
  } catch (thrown) {
    throw asHostError(thrown);
  }
}

/**
 * Calls a command that reports while it works.
 *
 * Late events can arrive after the result: the caller drops what it no longer wants.
 *
 * @throws {HostError} with the core's code and message.
 */
export async function stream<Name extends Streaming>(
  name: Name,
  args: Commands[Name]["args"],
  onEvent: (event: Commands[Name]["events"]) => void,
): Promise<Commands[Name]["result"]> {
  const events = new Channel<Commands[Name]["events"]>(onEvent);
  try {
    return await invoke<Commands[Name]["result"]>(name, { ...args, events });
  } catch (thrown) {
    throw asHostError(thrown);
  }
}

/** Reads a file whose bytes the window holds; they cross as they are, the name in a header. */
export async function openBytes(name: string, bytes: Uint8Array): Promise<DocumentView> {
  try {
    return await invoke<DocumentView>("open_document_bytes", bytes, {
      headers: { name: encodeURIComponent(name) },
    });
  } catch (thrown) {
    throw asHostError(thrown);
  }
}
