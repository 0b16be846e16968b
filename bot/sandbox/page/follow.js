// Where a log stands: it keeps to its end, or to the beginning of a long new message, until the person scrolls up.

const NEAR_THE_END = 90;
const MARGIN = 8;

/** Keeps `scroller` at the end of `list`; `down` is the button that shows when there is more below. */
export function follow(scroller, list, down) {
  let atEnd = true;
  let follows = true;
  let top = 0;

  const toEnd = () => {
    atEnd = true;
    follows = true;
    scroller.scrollTop = scroller.scrollHeight;
  };
  /** Shows a new message: one taller than the view is read from its beginning. */
  const toNews = (message) => {
    if (!message || message.offsetHeight <= scroller.clientHeight) return toEnd();
    const before = message.previousElementSibling;
    atEnd = false;
    follows = true;
    scroller.scrollTop = (before?.matches(".day-line") ? before : message).offsetTop - MARGIN;
    return undefined;
  };
  const onScroll = () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left < NEAR_THE_END) {
      atEnd = true;
      follows = true;
    } else if (scroller.scrollTop < top) {
      atEnd = false;
      follows = false;
    }
    top = scroller.scrollTop;
    down.hidden = left < NEAR_THE_END;
  };
  const onResize = new ResizeObserver(() => {
    if (atEnd) toEnd();
  });

  down.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", onScroll, { passive: true });
  onResize.observe(list);
  onResize.observe(scroller);
  return { toEnd, toNews, follows: () => follows };
}
