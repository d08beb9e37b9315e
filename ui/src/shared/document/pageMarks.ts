/** From spans of a text to boxes on the picture of a page. */
import type { PageWordView, PlaceView, TextSpan } from "../../generated";

/** A box, in shares of the page's width and height. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The page that holds a place of the text. */
export function pageAt(pages: PlaceView[], at: number): number | null {
  return pages.find(({ span }) => span.start <= at && at < span.end)?.page ?? null;
}

/** The boxes of the words that a span touches; words that stand side by side share one. */
export function boxesOf(words: PageWordView[], span: TextSpan): Box[] {
  const boxes: Box[] = [];
  for (const word of words) {
    if (word.span.start < span.end && span.start < word.span.end) {
      const last = boxes.at(-1);
      if (last && besideEachOther(last, word)) {
        boxes[boxes.length - 1] = around(last, word);
      } else {
        boxes.push({ left: word.left, top: word.top, width: word.width, height: word.height });
      }
    }
  }
  return boxes;
}

/** Whether a word goes on in the line of a box: as high, and no further off than a few letters. */
function besideEachOther(box: Box, word: Box): boolean {
  const shared =
    Math.min(box.top + box.height, word.top + word.height) - Math.max(box.top, word.top);
  const gap = word.left - (box.left + box.width);
  return shared > 0.5 * Math.min(box.height, word.height) && gap >= -0.005 && gap < 0.03;
}

function around(one: Box, two: Box): Box {
  const left = Math.min(one.left, two.left);
  const top = Math.min(one.top, two.top);
  const right = Math.max(one.left + one.width, two.left + two.width);
  const bottom = Math.max(one.top + one.height, two.top + two.height);
  return { left, top, width: right - left, height: bottom - top };
}
