/** Documents for the stand-in and for tests. Written for it; nothing in them is real. */
import type { DocumentView, PageView, TextSpan } from "../generated";

export const INVOICE_TEXT = `Northwind Paper Co.
14 Mill Lane, Ashford TN23 1PX

INVOICE

Invoice number   NW-2026-0417
Invoice date     12 March 2026
Customer         Harbour Books Ltd

Description                 Qty    Unit      Amount
A4 recycled, 80 g             20    4.10       82.00
Envelopes C5, box              6    9.75       58.50
Delivery                       1   12.00       12.00

Subtotal                                     152.50
VAT 20 %                                      30.50
Total due                                GBP 183.00

Please pay within 30 days to the account below.
`;

/** The span of the first occurrence of `part`. */
export function spanOf(text: string, part: string): TextSpan {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

export function documentOf(id: string, name: string, text: string): DocumentView {
  return {
    id,
    name,
    format: name.split(".").at(-1) ?? "text",
    text,
    places: [{ span: { start: 0, end: text.length }, label: "page 1", page: 1 }],
    pages: { total: 1, read: 1, unread: [] },
    language: "eng",
    notes: [],
    bytes: text.length,
  };
}

export const INVOICE = documentOf("doc-invoice", "invoice.pdf", INVOICE_TEXT);

/** A page of the invoice, as a picture without paint, with a box for each word in its total. */
export function pageOf(number: number): PageView {
  const start = INVOICE_TEXT.indexOf("GBP 183.00");
  const word = (from: number, to: number, left: number) => ({
    span: { start: start + from, end: start + to },
    left,
    top: 0.4,
    width: 0.05,
    height: 0.02,
  });
  return {
    picture: `data:image/svg+xml,${encodeURIComponent(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1190" height="1684"><title>${number}</title></svg>`,
    )}`,
    width: 1190,
    height: 1684,
    words: [word(0, 3, 0.7), word(4, 10, 0.76)],
  };
}
