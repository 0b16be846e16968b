// The time machine: shows the sandbox's clock and turns it.

import * as api from "./api.js";
import { complain, confirmBox, note } from "./dialogs.js";
import { clockTime, shortDay, showTimesIn } from "./view.js";

const element = (id) => document.getElementById(id);

/** Wires the bar. `onTurned()` is called when something may have arrived, `onReset()` after starting afresh. */
export function timeMachine({ onTurned, onReset }) {
  let base = null;
  let person = null;
  let busy = false;
  let underWay = Promise.resolve();

  const now = () => new Date(base.at + (base.runs ? performance.now() - base.seen : 0));
  const paint = () => {
    if (!base) return;
    const at = now();
    write("day", shortDay(at));
    write("hour", clockTime(at));
    write("zone", base.zone);
    element("clock").dateTime = at.toISOString();
  };
  const set = (clock) => {
    base = {
      at: Date.parse(clock.now),
      seen: performance.now(),
      runs: clock.runs,
      zone: clock.zone.replaceAll("_", " "),
    };
    showTimesIn(clock.zone);
    paint();
  };
  const occupy = (on) => {
    busy = on;
    document.querySelector(".machine").setAttribute("aria-busy", String(on));
  };
  const during = async (act) => {
    if (busy) return;
    occupy(true);
    underWay = act()
      .catch(complain)
      .finally(() => occupy(false));
    await underWay;
  };
  const turn = (turning) =>
    during(async () => {
      const turned = await api.turn(turning);
      set(turned);
      await onTurned();
      tell(turned.arrived.length);
    });
  const afresh = async () => {
    const title = "Start afresh?";
    if (
      !(await confirmBox(
        title,
        "All chats and everything the bot remembers here are erased, and the clock goes back to the present.",
        "Erase all",
      ))
    )
      return;
    await underWay; // what was confirmed must not be lost to a turn that is still going on
    await during(async () => {
      await api.reset();
      await onReset();
      note("Everything is new.");
    });
  };

  element("turn-next").addEventListener("click", () => turn({ turn: "next_message", person: person.id }));
  element("turn-hour").addEventListener("click", () => turn({ turn: "advance", hours: 1 }));
  element("turn-day").addEventListener("click", () => turn({ turn: "advance", days: 1 }));
  element("day-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const day = Number.parseInt(element("day-input").value, 10);
    if (Number.isNaN(day)) note("Which day? Type a number, such as 3.", "error");
    else turn({ turn: "day", person: person.id, day });
  });
  element("reset").addEventListener("click", afresh);
  setInterval(paint, 1000);

  const follow = (whom) => {
    person = whom;
    for (const place of document.querySelectorAll(".whom"))
      place.textContent = place.matches("small") ? `for ${whom.name}` : whom.name;
  };
  return { set, follow };
}

function write(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

/** One new message speaks for itself. */
function tell(arrived) {
  if (arrived === 0) note("No message came in that time.");
  else if (arrived > 1) note(`${arrived} messages came in that time.`);
}
