// The pages work without this file. It adds keys, live news, a countdown, and care for what was typed.

const body = document.body;
// Where nothing can hover there is hardly a keyboard, and no offer to turn the keys off: what is heard as a key would only surprise.
const keysOn = "keys" in body.dataset && !matchMedia("(hover: none)").matches;
if (keysOn) document.documentElement.classList.add("keys");

// A key presses the button that shows it, never while somebody writes.
const writing = "input, textarea, select, [contenteditable]";
document.addEventListener("keydown", (event) => {
  if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const inField = event.target.closest?.(writing);
  if (inField && event.key !== "Escape") return;
  const key = event.key.toLowerCase();
  const found = [...document.querySelectorAll("[data-keys]")].find((one) => one.dataset.keys.split(" ").includes(key));
  if (!found) return;
  event.preventDefault();
  if (found.matches(writing)) found.focus();
  else found.click();
});

// Who picks a colour has chosen to have one.
document.addEventListener("input", (event) => {
  const chooses = event.target.dataset?.chooses;
  if (chooses) document.getElementById(chooses).checked = true;
});

// What is too large for the hub is said before it goes there.
document.addEventListener("change", ({ target }) => {
  if (!target.dataset?.most) return;
  target.setCustomValidity(target.files[0]?.size > Number(target.dataset.most) ? target.dataset.tooLarge : "");
  target.reportValidity();
});

// The list stands where one was reading; the page beside it stays where it is.
const read = document.querySelector(".list .rows [aria-current]");
const list = read?.closest(".list");
if (list) list.scrollTop += read.getBoundingClientRect().top - (innerHeight - read.offsetHeight) / 2;

// "3 new" appears by itself; the page under one's eyes does not move.
const live = document.querySelector("[data-live]");
// A kiosk that was paired shows itself, unless somebody is typing.
const onward = document.querySelector("[data-onward]")?.dataset.onward;
const works = document.querySelector("[data-work]");
let asking = false, again = false;
// What a page asks by itself keeps nobody signed in, and makes nobody be there.
const byItself = { headers: { "samskap-looks-by-itself": "yes" } };
function renew(page) {
  for (const shown of document.querySelectorAll("[data-work]")) {
    const news = page.getElementById(shown.id), ends = (one) => Boolean(one.querySelector("[role=status]"));
    if (!news) {
      if (shown.id === "working") shown.remove();
    } else if (news.querySelector("progress[value]") && shown.querySelector("progress[value]") && ends(news) === ends(shown)) {
      shown.querySelector("progress").value = news.querySelector("progress").value;
      shown.querySelector("[data-words]").textContent = news.querySelector("[data-words]").textContent;
    } else shown.replaceChildren(...news.childNodes);
  }
}
function written() {
  // What came back from the hub, refused, was written as well.
  if (document.querySelector("form[data-changed], form .wrong, #refused, .mistakes")) return true;
  const fields = [...document.querySelectorAll("textarea, input:not([type=hidden])")];
  return fields.some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);
}
const also = document.getElementById("also");
if (live || onward || works || also) {
  const asked = new URL(live?.dataset.live ?? "/live", location.href);
  if (live) asked.searchParams.set("stand", live.dataset.stand);
  if (also) {
    asked.searchParams.set("at", also.dataset.at);
    asked.searchParams.set("also", also.dataset.shown);
  }
  const stream = new EventSource(asked);
  stream.addEventListener("inbox", (event) => {
    if (!live) return;
    const link = live.firstElementChild;
    link.textContent = event.data;
    link.hidden = false;
  });
  // What colleagues decided is marked where it stands: nothing moves under one's eyes, and nobody writes in vain.
  stream.addEventListener("decided", (event) => {
    const link = document.querySelector("[data-decided] a"), open = document.getElementById("decided");
    if (!link || !event.data) return;
    const { says, of } = JSON.parse(event.data);
    link.textContent = says;
    link.hidden = false;
    for (const row of document.querySelectorAll(".list .rows a")) {
      const what = of[row.pathname.split("/").pop()], meta = row.querySelector(".meta");
      if (!what || !meta) continue;
      row.parentElement.classList.add("decided");
      const mark = row.querySelector(".by") ?? meta.insertBefore(document.createElement("b"), meta.firstChild);
      mark.className = "by";
      mark.textContent = what;
    }
    if (!open || !of[open.dataset.of]) return;
    const [words] = open.children;
    words.textContent = `${words.dataset.says} ${of[open.dataset.of]}.`;
    open.hidden = false;
  });
  // A colleague came to what is open here, or left it.
  stream.addEventListener("here", async () => {
    if (!also) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href, byItself)).text(), "text/html");
    const news = page.getElementById("also");
    if (news && news.innerHTML !== also.innerHTML) also.replaceChildren(...news.childNodes);
  });
  // Long work goes on: what is under one's fingers stays, and only its numbers are others.
  stream.addEventListener("work", async () => {
    if (!works || (again = asking)) return;
    asking = true;
    try {
      do {
        again = false;
        renew(new DOMParser().parseFromString(await (await fetch(location.href, byItself)).text(), "text/html"));
      } while (again);
    } catch { /* the hub is away: the next word of it is soon enough */ }
    asking = false;
  });
  stream.addEventListener("kiosks", () => {
    if (onward && !document.querySelector("input:focus")) location.assign(onward);
  });
  // Somebody tries to pair with a wrong code: the page of the code says it.
  stream.addEventListener("tried", () => {
    if (document.querySelector("[data-tried='0']") && !document.querySelector("input:focus")) location.reload();
  });
  // Who was signed out leaves nothing to read on the screen, and keeps what was written.
  const leave = () => {
    stream.close();
    if (!written()) location.reload();
    else if (signedOut) signedOut.hidden = false;
  };
  stream.addEventListener("out", leave);
  // It was over before this page could listen.
  stream.addEventListener("error", async () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    const { url = "" } = await fetch(location.href, byItself).catch(() => ({}));
    if (url.includes("/sign-in?")) leave();
  });
  addEventListener("pagehide", () => stream.close());
}

// The time a pairing code has left.
const left = document.querySelector("[data-seconds]");
if (left) {
  const ends = performance.now() + 1000 * left.dataset.seconds;
  const clock = left.querySelector("time");
  clock.parentElement.hidden = false;
  const tick = () => {
    const seconds = Math.max(0, Math.round((ends - performance.now()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    if (seconds) return;
    clearInterval(timer);
    left.textContent = left.dataset.over;
  };
  const timer = setInterval(tick, 1000);
  tick();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A field that one comes to is whole above what stands at the foot of the window; browsers show only where one writes.
// Not while a mouse is pressed on it: what moves under a mouse is marked.
const touched = matchMedia("(pointer: coarse)").matches;
addEventListener("focusin", ({ target }) => {
  if (!target.matches("main :is(input, textarea, select)") || (target.matches(":active") && !touched)) return;
  for (const one of [target.closest(".field"), target]) one?.scrollIntoView({ block: "nearest" });
});

// The first mistake is under one's eyes with its field ready to be written in, and a link to another leads into its field.
function lead(says) {
  if (!says) return;
  const fields = [...document.querySelectorAll(`[aria-describedby~="${CSS.escape(says.id)}"]`)];
  const field = fields.find((one) => one.offsetParent) ?? says;
  field.focus({ preventScroll: true });
  says.scrollIntoView({ block: "center" });
}
lead(document.querySelector("form .wrong[id]"));
for (const link of document.querySelectorAll(".mistakes a")) {
  // What opens the tab of a language hears of the click as well, and first.
  link.addEventListener("click", () => requestAnimationFrame(() => lead(document.getElementById(link.hash.slice(1)))));
}

// Who writes, or steers a page that says data-here, is there though nothing is sent. The hub hears of it each minute, so
// that nobody is signed out in the middle; who was signed out all the same reads it before the words are gone.
const signedOut = document.querySelector("[data-signed-out]");
const steers = document.querySelector("[data-here]");
let wrote = false;
document.addEventListener("input", () => { wrote = true; });
if (signedOut) setInterval(async () => {
  const seen = document.visibilityState === "visible";
  if (!wrote && !(steers && seen)) {
    // Who only reads is shown to others for as long as the page is in sight, and kept signed in by nothing.
    if (also && seen) fetch("/reading", { method: "POST", ...byItself }).catch(() => {});
    return;
  }
  wrote = false;
  try {
    signedOut.hidden = (await fetch("/here", { method: "POST" })).status !== 401;
  } catch { /* the hub is away: there is nothing to tell */ }
}, 60_000);

// Who presses twice decides once. Should the hub not answer, the button works again after a while.
document.addEventListener("submit", (event) => {
  const { dataset, method } = event.target;
  if (method !== "post" || event.defaultPrevented) return;
  if ("sent" in dataset) event.preventDefault();
  dataset.sent = "";
  setTimeout(() => delete dataset.sent, 4_000);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(({ dataset }) => delete dataset.sent));

// Ask before leaving a long form with something typed in it.
const careful = document.querySelector("form[data-careful]");
if (careful) {
  let typed = "changed" in careful.dataset;
  // Looking at another language changes nothing.
  careful.addEventListener("input", (event) => { typed ||= !("tab" in event.target.dataset); });
  careful.addEventListener("submit", () => { typed = false; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
