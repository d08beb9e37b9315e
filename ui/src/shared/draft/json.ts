/** JSON that a person types. */
import type { JsonValue } from "../../generated";

export type Parsed = { ok: true; value: JsonValue } | { ok: false; message: string };

/** Parses typed JSON; the message is the parser's own, which names the place. */
export function parseJson(text: string): Parsed {
  try {
    const value: JsonValue = JSON.parse(text);
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
