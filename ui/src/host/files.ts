/** Files as the desktop hands them over: dialogs and drops. */
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";

/** Asks for a file to open; null when the person thinks better of it. */
export async function chooseFile(title: string, extensions: string[]): Promise<string | null> {
  return open({ title, multiple: false, directory: false, filters: [{ name: title, extensions }] });
}

/** Asks for a folder; null when the person thinks better of it. */
export async function chooseFolder(title: string): Promise<string | null> {
  return open({ title, multiple: false, directory: true });
}

/** Asks where to write a file; null when the person thinks better of it. */
export async function chooseTarget(title: string, defaultPath: string): Promise<string | null> {
  return save({ title, defaultPath });
}

/** What a drag over the window does. */
export interface DropWatcher {
  /** Files hover over the window, or no longer do. */
  onHover: (hovering: boolean) => void;
  /** Files were let go; their paths. */
  onDrop: (paths: string[]) => void;
}

/** Watches drags of files over the window. Returns how to stop watching. */
export function watchDrops({ onHover, onDrop }: DropWatcher): () => void {
  const unlisten = getCurrentWebview().onDragDropEvent(({ payload }) => {
    switch (payload.type) {
      case "enter":
        onHover(true);
        break;
      case "over":
        break;
      case "leave":
        onHover(false);
        break;
      case "drop":
        onHover(false);
        onDrop(payload.paths);
        break;
    }
  });
  return () => {
    void unlisten.then((stop) => stop());
  };
}
