import { describe, expect, it } from "vitest";
import { moved, replaced, without } from "./rows";

const ROWS = [{ key: "a" }, { key: "b" }, { key: "c" }];
const keys = (rows: Array<{ key: string }>) => rows.map(({ key }) => key).join("");

describe("rows", () => {
  it("moves a row and keeps all", () => {
    expect(keys(moved(ROWS, "b", -1))).toBe("bac");
    expect(keys(moved(ROWS, "b", 1))).toBe("acb");
  });

  it("stays as it is at the edges and for a row that is not there", () => {
    expect(moved(ROWS, "a", -1)).toBe(ROWS);
    expect(moved(ROWS, "c", 1)).toBe(ROWS);
    expect(moved(ROWS, "z", 1)).toBe(ROWS);
  });

  it("changes and removes only the row that is named", () => {
    expect(keys(without(ROWS, "b"))).toBe("ac");
    expect(replaced(ROWS, "b", { key: "B" }).map(({ key }) => key)).toEqual(["a", "B", "c"]);
  });
});
