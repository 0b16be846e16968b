// The sandbox's HTTP API as functions. Each rejects with an Error whose message is one plain sentence.

async function ask(path, body) {
  const options =
    body === undefined
      ? {}
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`/sim/${path}`, { ...options, cache: "no-store" });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? "The sandbox could not do that.");
  return answer;
}

const person = (id, act, body) => ask(`people/${id}/${act}`, body);

export const people = () => ask("people");
export const chat = (id) => person(id, "chat");
export const start = (id) => person(id, "start", {});
export const sendText = (id, text) => person(id, "messages", { text });
export const editText = (id, messageId, text) => person(id, "edits", { message_id: messageId, text });
export const tap = (id, messageId, data) => person(id, "taps", { message_id: messageId, data });
export const sendMedia = (id, kind) => person(id, "media", { kind });
export const block = (id) => person(id, "block", {});
export const unblock = (id) => person(id, "unblock", {});
export const clock = () => ask("clock");
export const turn = (turning) => ask("clock", turning);
export const reset = () => ask("reset", {});
export const events = (since) => ask(`events?since=${since}`);
export const fileUrl = (fileId) => `/sim/files/${encodeURIComponent(fileId)}`;
