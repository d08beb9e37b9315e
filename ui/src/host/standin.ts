/**
 * A browser in place of the desktop, for `npm run dev` and for tests of components.
 *
 * Never part of a build: `main.tsx` imports it in development only.
 */
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";

/** Answers one command; may report through `emit` before it does. */
export type Answer = (
  args: Record<string, unknown>,
  emit: (event: unknown) => void,
) => unknown | Promise<unknown>;

function isChannel(value: unknown): value is { onmessage: (event: unknown) => void } {
  return typeof value === "object" && value !== null && "onmessage" in value;
}

/** Answers every command from `answers`; one that is not there fails like a missing command. */
export function installStandin(answers: Record<string, Answer>): void {
  mockWindows("main");
  mockIPC(
    (command, payload) => {
      const answer = answers[command];
      if (!answer) {
        throw new Error(`Command ${command} not found`);
      }
      const args: Record<string, unknown> =
        payload instanceof Uint8Array ? { bytes: payload } : { ...payload };
      const channel = args.events;
      return answer(args, (event) => {
        if (isChannel(channel)) {
          channel.onmessage(event);
        }
      });
    },
    { shouldMockEvents: true },
  );
}
