import type { FieldType } from "../../generated";

interface StarterLabel {
  name: string;
  description: string;
}

interface StarterField {
  name: string;
  kind: FieldType;
  description: string;
}

const messages: StarterLabel[] = [
  { name: "billing", description: "payments, charges, invoices, refunds" },
  { name: "technical", description: "bugs, errors, crashes, something does not work" },
  { name: "delivery", description: "parcels, shipping, late or broken goods" },
  { name: "cancellation", description: "ending a contract, closing an account" },
  { name: "praise", description: "thanks, compliments, no request" },
];

const mood: StarterLabel[] = [
  { name: "content", description: "the writer is pleased or thankful" },
  { name: "neutral", description: "a plain question or statement without feeling" },
  { name: "upset", description: "the writer is annoyed, disappointed or angry" },
];

const invoice: StarterField[] = [
  { name: "invoice_number", kind: "identifier", description: "number of the invoice" },
  { name: "invoice_date", kind: "date", description: "date when the invoice was issued" },
  { name: "total", kind: "amount", description: "total amount due" },
];

const receipt: StarterField[] = [
  { name: "company", kind: "organization", description: "name of the shop or company" },
  { name: "date", kind: "date", description: "date of the purchase" },
  { name: "total", kind: "amount", description: "total paid" },
];

const agreement: StarterField[] = [
  { name: "party_a", kind: "organization", description: "first party to the agreement" },
  { name: "party_b", kind: "organization", description: "second party to the agreement" },
  { name: "effective_date", kind: "date", description: "date when the agreement takes effect" },
  { name: "governing_law", kind: "text", description: "law that governs the agreement" },
];

export const starters = {
  title: "To start from",
  messages: { name: "Customer messages", labels: messages },
  mood: { name: "Mood of a message", labels: mood },
  invoice: { name: "Invoice", fields: invoice },
  receipt: { name: "Receipt", fields: receipt },
  agreement: { name: "Agreement", fields: agreement },
};
