/** Files dropped on the window go to whoever asked last: the page that is open. */
import { useEffect } from "react";
import { create } from "zustand";
import { watchDrops } from "../host";

type Taker = (paths: string[]) => void;

interface DropStore {
  hovering: boolean;
  takers: Taker[];
}

const useDrops = create<DropStore>()(() => ({ hovering: false, takers: [] }));

/** Whether files hover over the window. */
export function useDropHover(): boolean {
  return useDrops((store) => store.hovering);
}

/** Takes what is dropped while the caller is on screen. `take` must be stable. */
export function useDropTaker(take: Taker): void {
  useEffect(() => {
    useDrops.setState(({ takers }) => ({ takers: [...takers, take] }));
    return () => {
      useDrops.setState(({ takers }) => ({ takers: takers.filter((each) => each !== take) }));
    };
  }, [take]);
}

/** Connects the window's drops; the shell does this once. */
export function useDropWatch(): void {
  useEffect(
    () =>
      watchDrops({
        onHover: (hovering) => useDrops.setState({ hovering }),
        onDrop: (paths) => useDrops.getState().takers.at(-1)?.(paths),
      }),
    [],
  );
}
