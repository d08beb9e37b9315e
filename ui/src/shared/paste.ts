/** Files on the clipboard, such as pictures of the screen, go to the page that is open. */
import { useEffect } from "react";
import { text as words } from "../i18n";

/** Takes pasted files while the caller is on screen. `take` must be stable. */
export function usePastedFiles(take: (files: File[]) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].map(named);
      if (files.length > 0) {
        event.preventDefault();
        take(files);
      }
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [take]);
}

/** Takes text that is pasted anywhere but in a field. `take` must be stable. */
export function usePastedText(take: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const inField =
        event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!inField && event.clipboardData?.files.length === 0 && text.trim() !== "") {
        event.preventDefault();
        take(text);
      }
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [take]);
}

/** A picture from the clipboard is called "image.png" by every program: say what it is instead. */
function named(file: File): File {
  const ending = /^image\.(\w+)$/.exec(file.name)?.[1];
  return ending === undefined
    ? file
    : new File([file], `${words.document.pastedPicture}.${ending}`, { type: file.type });
}
