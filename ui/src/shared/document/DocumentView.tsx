import { Box, Text } from "@mantine/core";
import { useReducedMotion } from "@mantine/hooks";
import { memo, useEffect, useMemo, useRef } from "react";
import type { PlaceView } from "../../generated";
import { text as words } from "../../i18n";
import classes from "./DocumentView.module.css";
import { FindBar } from "./FindBar";
import { SelectBar } from "./SelectBar";
import { layOutText, type Mark, type Segment } from "./segments";
import { isFound, useFind } from "./useFind";
import { SELECTING, selectionMark, useSelecting, type Wanted } from "./useSelecting";

interface DocumentViewProps {
  text: string;
  places: PlaceView[];
  marks: Mark[];
  /** The mark that is pointed at. */
  active: string | null;
  onActive: (id: string | null) => void;
  /** What words of it are wanted for, if they are. */
  wanted?: Wanted;
}

/**
 * The text of a document with its pages and marks. What is pointed at is scrolled into sight.
 *
 * Text is shown as text: nothing in a document is ever read as markup.
 */
export function DocumentView(props: DocumentViewProps) {
  const { text, places, marks, active, onActive, wanted } = props;
  const box = useRef<HTMLDivElement>(null);
  const still = useReducedMotion();
  const find = useFind(text);
  const selecting = useSelecting(text, wanted);
  const selected = selecting?.span ?? null;
  const blocks = useMemo(
    () => layOutText(text, places, [...marks, ...find.marks, ...selectionMark(selected)]),
    [text, places, marks, find.marks, selected],
  );

  const ruled = useMemo(() => isRuled(text), [text]);

  useEffect(() => bringMarkIntoSight(box.current, active, still), [active, still]);
  useEffect(() => bringMarkIntoSight(box.current, find.current, still), [find.current, still]);
  useEffect(() => bringMarkIntoSight(box.current, selected && SELECTING, still), [selected, still]);
  useEffect(() => {
    if (wanted) {
      box.current?.focus({ preventScroll: true });
    }
  }, [wanted]);

  return (
    <Box
      className={classes.frame}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
          event.preventDefault();
          find.show();
        }
      }}
    >
      {find.open && <FindBar find={find} />}
      {selecting && <SelectBar selecting={selecting} text={text} />}
      <Box
        ref={box}
        className={classes.view}
        data-ruled={ruled}
        data-scroller
        data-testid="document-view"
        role="region"
        aria-label={words.document.view}
        data-selecting={selecting !== null}
        tabIndex={0}
        onKeyDown={selecting?.onKeyDown}
        onMouseUp={selecting ? () => selecting.onMouseUp(box.current) : undefined}
      >
        {blocks.map((block) => (
          <div key={block.start} className={classes.block}>
            {block.place && (
              <Text component="div" className={classes.place}>
                {block.place}
              </Text>
            )}
            {block.segments.map((piece) => (
              <Piece
                key={piece.start}
                piece={piece}
                active={piece.marks.some(({ id }) => id === active)}
                current={piece.marks.some(({ id }) => id === find.current)}
                onActive={onActive}
              />
            ))}
          </div>
        ))}
      </Box>
    </Box>
  );
}

function bringMarkIntoSight(box: HTMLElement | null, id: string | null, still: boolean): void {
  if (id === null || !box) {
    return;
  }
  const target = [...box.querySelectorAll("mark")].find((each) =>
    (each.dataset.ids ?? "").split("\n").includes(id),
  );
  if (target) {
    bringIntoSight(box, target, still);
  }
}

/** Scrolls the document alone: the page around it, with the row under the mouse, stays put. */
function bringIntoSight(box: HTMLElement, target: HTMLElement, still: boolean): void {
  const frame = box.getBoundingClientRect();
  const place = target.getBoundingClientRect();
  if (place.top < frame.top || place.bottom > frame.bottom) {
    box.scrollTo({
      top: box.scrollTop + place.top - frame.top - frame.height / 2,
      behavior: still ? "auto" : "smooth",
    });
  }
}

/** Lines that keep their gaps (forms, tables, receipts) only line up in letters of one width. */
function isRuled(text: string): boolean {
  const lines = text.slice(0, 20_000).match(/\S {3,}\S/g)?.length ?? 0;
  return lines >= 4;
}

interface PieceProps {
  piece: Segment;
  active: boolean;
  /** Whether it belongs to the found place that is looked at. */
  current: boolean;
  onActive: (id: string | null) => void;
}

const Piece = memo(function Piece({ piece, active, current, onActive }: PieceProps) {
  const found = piece.marks.some(isFound);
  const selected = piece.marks.some(({ id }) => id === SELECTING);
  const first = piece.marks.find((mark) => !isFound(mark) && mark.id !== SELECTING);
  if (!first && !found && !selected) {
    return <span data-start={piece.start}>{piece.text}</span>;
  }
  const label = piece.begins
    .flatMap((mark) => (mark.label === null ? [] : [mark.label]))
    .join(" · ");
  return (
    <mark
      className={classes.mark}
      data-start={piece.start}
      data-selected={selected || undefined}
      data-testid={selected ? "selected" : first ? "highlight" : "found"}
      data-field={first?.id}
      data-found={found || undefined}
      data-current={current || undefined}
      data-ids={piece.marks.map(({ id }) => id).join("\n")}
      data-active={active}
      data-label={label || undefined}
      onMouseEnter={first && (() => onActive(first.id))}
      onMouseLeave={first && (() => onActive(null))}
    >
      {piece.text}
    </mark>
  );
});
