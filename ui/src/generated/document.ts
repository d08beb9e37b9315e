// Generated from src-tauri/crates/app/src/wire: do not edit.
import type { TaskKind, TaskSpec } from "./task";

/**
 * A document that has been read and kept.
 */
export type DocumentView = { 
/**
 * Its key in the store.
 */
id: string, 
/**
 * The file's name, or what a person sees for pasted text.
 */
name: string, 
/**
 * "pdf", "docx", "text"…
 */
format: string, 
/**
 * Its text.
 */
text: string, 
/**
 * Pages, headings, rows: where what stands.
 */
places: Array<PlaceView>, 
/**
 * Pages, if it has any.
 */
pages: PageCounts | null, 
/**
 * The language of most of the text, as ISO 639-3 names it ("eng"), where it can be told.
 */
language: string | null, 
/**
 * What could not be read, in words.
 */
notes: Array<string>, 
/**
 * Bytes of the file.
 */
bytes: number, };

/**
 * Pages in all and pages read.
 */
export type PageCounts = { 
/**
 * In all.
 */
total: number, 
/**
 * Read.
 */
read: number, 
/**
 * Numbers of those that were not.
 */
unread: Array<number>, };

/**
 * A page of a PDF as a picture.
 */
export type PageView = { 
/**
 * The picture, as a `data:` address.
 */
picture: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * The words of the page's text that could be placed on it.
 */
words: Array<PageWordView>, };

/**
 * A word on a page. Lengths are shares of the page's width and height, from its upper left corner.
 */
export type PageWordView = { 
/**
 * Where in the document's text.
 */
span: TextSpan, 
/**
 * Left edge.
 */
left: number, 
/**
 * Upper edge.
 */
top: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * A named part of a document.
 */
export type PlaceView = { 
/**
 * Where in the text.
 */
span: TextSpan, 
/**
 * "page 3", "row 12", "heading: Terms".
 */
label: string, 
/**
 * Whether it begins a page.
 */
page: number | null, };

/**
 * A sample document that comes with Winnow.
 */
export type Sample = { 
/**
 * File name; the argument of `open_sample`.
 */
name: string, 
/**
 * What it is, in a few words.
 */
title: string, 
/**
 * What to try with it.
 */
kind: TaskKind, 
/**
 * The task that was written for it.
 */
task: TaskSpec, };

/**
 * UTF-16 code units `start..end` of a text.
 */
export type TextSpan = { 
/**
 * First code unit.
 */
start: number, 
/**
 * One past the last.
 */
end: number, };
