/** The stream of events: numbered, resumed after a loss, started anew when the world is another one. */
import { apply, forget, setConnected, startReading, tell, world } from "./store.js";

const PAUSES = [250, 500, 1000, 2000, 4000];

let epoch = null;
let seq = null;
let awaited = new Set(); // people whose chat the snapshot still owes
let attempt = 0;
let socket = null;
let timer = null;

export function connect() {
  clearTimeout(timer);
  const resume = epoch !== null && seq !== null && awaited.size === 0;
  const query = resume ? `?since=${seq}&epoch=${encodeURIComponent(epoch)}` : "";
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/ws${query}`);
  socket.addEventListener("message", (message) => receive(JSON.parse(message.data), resume));
  socket.addEventListener("close", retry);
}

function retry() {
  setConnected(false);
  const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)];
  attempt += 1;
  timer = setTimeout(connect, pause);
}

/** Do not wait for the pause when the reader is back at the page. */
export function hurry() {
  if (!world.connected && socket?.readyState === WebSocket.CLOSED) connect();
}

function receive(event, resumed) {
  if (event.type === "hello") {
    attempt = 0;
    const fresh = !resumed || event.epoch !== epoch;
    if (fresh) {
      forget();
      epoch = event.epoch;
      world.epoch = epoch;
      seq = event.seq;
      awaited = new Set((event.people ?? []).map((person) => person.id));
      startReading(epoch);
    }
    apply(event);
    setConnected(true);
    if (fresh) tell("fresh", { seq });
    return;
  }
  if (event.type === "reset") {
    epoch = null;
    socket.close();
    return;
  }
  if (event.type === "chat") awaited.delete(event.person);
  else if (event.seq !== undefined) {
    if (event.seq <= seq) return;
    seq = event.seq;
  }
  apply(event);
}
