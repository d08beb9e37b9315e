import { useHotkeys } from "@mantine/hooks";

/** Whether a menu or dialog is open: then the keys are its own. */
function somethingIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Ctrl+Enter runs and Esc stops, from anywhere on the page, also while typing. */
export function useRunKeys(onRun: () => void, onStop: () => void): void {
  const unless = (act: () => void) => () => {
    if (!somethingIsOpen()) {
      act();
    }
  };
  useHotkeys(
    [
      ["mod+Enter", unless(onRun)],
      ["Escape", unless(onStop), { preventDefault: false }],
    ],
    [],
    true,
  );
}
