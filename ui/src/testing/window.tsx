/** The whole window over a stand-in of the desktop, for tests of what a person does. */
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app/App";
import { type Answer, installStandin } from "../host/standin";
import { CLEAR_DESK, changeDesk } from "../shared/desk";
import { useSheets } from "../shared/draft/sheets";
import { queryClient } from "../shared/query/client";
import { useTeacher } from "../shared/teach/teacher";
import { sampleAnswers } from "./sampleHost";

/** Opens a fresh window. `more` answers in place of the samples. */
export function openWindow(more: Record<string, Answer> = {}) {
  queryClient.clear();
  window.location.hash = "";
  for (const kind of ["classify", "extract", "summarize", "generate"] as const) {
    changeDesk(kind, () => CLEAR_DESK);
    useTeacher.getState().tell(kind, undefined);
    useSheets.getState().type(kind, "");
    useSheets.getState().clear(kind);
  }
  installStandin({ ...sampleAnswers(0), ...more });
  return { user: userEvent.setup(), ...render(<App />) };
}

/** The element of a test id, once it is there. */
export function there(testId: string): Promise<HTMLElement> {
  return screen.findByTestId(testId);
}
