// Starts the page: loads the people and the clock, then follows what changes.

import * as api from "./api.js";
import { complain } from "./dialogs.js";
import { peopleView } from "./people.js";
import { timeMachine } from "./time.js";

const RETRY_MS = 1500;
let loading = null;
let again = false;
const offline = document.getElementById("offline");
const pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Does it until it succeeds, and says meanwhile that the sandbox does not answer. */
async function insist(act) {
  for (;;) {
    try {
      const result = await act();
      offline.hidden = true;
      return result;
    } catch {
      offline.hidden = false;
      await pause(RETRY_MS);
    }
  }
}

const machine = timeMachine({ onTurned: refresh, onReset: refresh });
machine.set(await insist(api.clock));
const { people } = await insist(api.people);
const view = peopleView(people, {
  onChange: () => refresh().catch(complain),
  onFollow: (person) => machine.follow(person),
});

async function load(first) {
  const [clock, ...states] = await Promise.all([api.clock(), ...view.chats.map((chat) => api.chat(chat.person.id))]);
  machine.set(clock);
  view.chats.forEach((chat, index) => view.show(chat, states[index], first));
  view.paint();
  return Math.min(...states.map((state) => state.revision));
}

/** Loads what is shown; asked again during a load, it loads once more, so that nothing that changed meanwhile is missed. */
function refresh() {
  again = true;
  loading ??= (async () => {
    try {
      while (again) {
        again = false;
        await load(false);
      }
    } finally {
      loading = null;
    }
  })();
  return loading;
}

let revision = await insist(() => load(true));
for (;;) {
  const heard = await insist(async () => {
    try {
      const now = (await api.events(revision)).revision;
      if (now !== revision) await refresh();
      return now;
    } catch (error) {
      revision = -1;
      throw error;
    }
  });
  revision = heard;
}
