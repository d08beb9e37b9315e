/** Numbers, sizes and times as people read them. */

const LOCALE = "en";

const wholeNumber = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(LOCALE, {
  notation: "compact",
  maximumSignificantDigits: 3,
});

/** `12345` → "12,345". */
export function integer(value: number): string {
  return wholeNumber.format(value);
}

/** `135000000` → "135M". */
export function short(value: number): string {
  return compact.format(value);
}

/**
 * A probability as a percentage. Never rounds doubt away: what is not certain reads as at most
 * 99.9 %, what is not impossible as at least 0.1 %.
 */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value > 99 && value < 100) {
    return `${Math.min(99.9, Math.round(value * 10) / 10)}%`;
  }
  if (value > 0 && value < 1) {
    return `${Math.max(0.1, Math.round(value * 10) / 10)}%`;
  }
  return `${Math.round(value)}%`;
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** `1536` → "1.5 KB"; counts in thousands of 1,000, as disks do. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const number = value < 10 && unit > 0 ? oneDecimal.format(value) : wholeNumber.format(value);
  return `${number} ${UNITS[unit]}`;
}

/** `850` → "850 ms", `2430` → "2.4 s", `83000` → "1 min 23 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) {
    return `${wholeNumber.format(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) {
    return `${oneDecimal.format(seconds)} s`;
  }
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Tokens per second: whole above ten, one decimal below. */
export function rate(perSecond: number): string {
  return perSecond >= 10 ? wholeNumber.format(perSecond) : oneDecimal.format(perSecond);
}

/** How long ago, in words; a date when it is more than a week. */
export function ago(rfc3339: string, now: Date = new Date()): string {
  const then = new Date(rfc3339);
  if (Number.isNaN(then.getTime())) {
    return rfc3339;
  }
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) {
    return "just now";
  }
  const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
  if (minutes < 60) {
    return relative.format(-minutes, "minute");
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return relative.format(-hours, "hour");
  }
  const days = Math.floor(hours / 24);
  return days < 8 ? relative.format(-days, "day") : moment(rfc3339);
}

/** The date and time of day. */
export function moment(rfc3339: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(rfc3339),
  );
}

/** `[1, 2, 3, 7]` → "1–3, 7". */
export function ranges(numbers: number[]): string {
  const parts: string[] = [];
  const sorted = [...numbers].sort((a, b) => a - b);
  let start: number | undefined;
  sorted.forEach((value, index) => {
    start ??= value;
    if (sorted[index + 1] !== value + 1) {
      parts.push(start === value ? String(value) : `${start}–${value}`);
      start = undefined;
    }
  });
  return parts.join(", ");
}

const languages = new Intl.DisplayNames(LOCALE, { type: "language" });

/** `deu` → "German". */
export function languageName(code: string): string {
  return languages.of(code) ?? code;
}
