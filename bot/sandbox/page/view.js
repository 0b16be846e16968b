// What all parts of the page show alike: dates and times in the clinic's zone.

const LANGUAGE = "en-GB";
let zone = "UTC";

/** Sets the zone in which every date and time is shown, an IANA name. */
export function showTimesIn(name) {
  zone = name;
}

const format = (at, options) => new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, ...options }).format(at);

/** 09:05 */
export const clockTime = (at) => format(at, { hour: "2-digit", minute: "2-digit" });

/** Sat 1 Mar 2026 */
export const shortDay = (at) =>
  format(at, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "");

/** Sunday 1 March 2026 */
export const longDay = (at) =>
  format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");

/** A key that is the same for two instants of one local day. */
export const dayKey = (at) => format(at, { year: "numeric", month: "2-digit", day: "2-digit" });

/** 1.2 MB */
export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KB", "MB", "GB"];
  let size = bytes / 1024;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
