/** The page acts by /sim/* only; a refusal is thrown with the server's words. */
async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  let response;
  try {
    response = await fetch(`/sim/${path}`, options);
  } catch {
    throw new Error("offline");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

const person = (id, action, body = {}) => call("POST", `people/${id}/${action}`, body);

export const api = {
  addPerson: (fields) => call("POST", "people", fields),
  send: (id, text, replyTo) => person(id, "send", replyTo ? { text, reply_to: replyTo } : { text }),
  tap: (id, messageId, row, column) => person(id, "tap?wait=20", { message_id: messageId, row, column }),
  open: (id, start) => person(id, "open", { start }),
  edit: (id, messageId, text) => person(id, "edit", { message_id: messageId, text }),
  contact: (id) => person(id, "contact"),
  inline: (id, query, offset = "") => person(id, "inline", { query, offset }),
  choose: (id, resultId) => person(id, "choose", { result_id: resultId }),
  block: (id) => person(id, "block"),
  unblock: (id) => person(id, "unblock"),
  language: (id, language) => person(id, "language", { language }),
  upload(id, kind, file, caption) {
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("caption", caption);
    return person(id, kind, form);
  },
  calls: (since) => call("GET", `calls?since=${since}&limit=2000`),
  forward: (seconds) => call("POST", "clock", { seconds }),
  addFault: (fault) => call("POST", "faults", fault),
  clearFaults: () => call("DELETE", "faults"),
};
