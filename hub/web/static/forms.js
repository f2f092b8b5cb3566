// Forms with words in several languages work without this file. It keeps all tabs of a form at one language, marks what is
// written while one writes, opens the tab of a field somebody is led to, and lets the kiosk in small follow what is typed.

const within = (field) => field?.closest(".panel[data-tongue]");

function open(form, tongue) {
  for (const tab of form.querySelectorAll(`[data-tab][value="${tongue}"]`)) tab.checked = true;
}

// Led to a field by a link, or by the browser's own check: its language opens.
const openFor = (field) => {
  const panel = within(field);
  if (panel) open(panel.closest("form"), panel.dataset.tongue);
};
addEventListener("hashchange", () => openFor(document.getElementById(location.hash.slice(1))));
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) openFor(document.getElementById(link.hash.slice(1)));
});
document.addEventListener("invalid", (event) => openFor(event.target), true);
openFor(document.getElementById(location.hash.slice(1)));

function mark(group) {
  const panels = [...group.querySelectorAll(".panel")];
  const texts = (panel) => [...panel.querySelectorAll("textarea[data-counts]")];
  const written = panels.filter((panel) => texts(panel).some((field) => field.value.trim()));
  for (const panel of panels) panel.previousElementSibling.classList.toggle("written", written.includes(panel));
  const count = group.querySelector(".how-many");
  count.textContent = count.dataset.says.replace("{n}", written.length).replace("{all}", panels.length);
}

// On the glass stand the words of the nearest language that has any; of a choice, each by itself. A place is the same in all.
function draw(form) {
  const value = (name) => form.elements[name]?.value?.trim() ?? "";
  const said = (name, tongue) => value(`${name}-${tongue}`);
  for (const preview of form.querySelectorAll("[data-preview]")) {
    const tongues = preview.dataset.preview.split(" "), together = preview.dataset.together.split(" ");
    const first = tongues.find((tongue) => together.some((name) => said(name, tongue)));
    for (const shown of preview.querySelectorAll("[data-shows]")) {
      const name = shown.dataset.shows;
      const among = together.includes(name) ? [first] : tongues;
      shown.textContent = among.map((tongue) => said(name, tongue)).find(Boolean) ?? value(name);
    }
    for (const shown of preview.querySelectorAll("[data-when]")) {
      shown.hidden = !form.elements[shown.dataset.when]?.checked;
    }
    const picture = form.querySelector('[name="card"]:checked')?.closest("label").querySelector(".icon");
    if (picture) preview.querySelector(".listed > .icon").textContent = picture.textContent;
    for (const shown of preview.querySelectorAll("[data-dated]")) shown.textContent = dated(value, tongues[0]);
  }
}

// The first date of an activity in words, as the hub would say it.
function dated(value, tongue) {
  const rows = [...document.querySelectorAll('[name^="dates-"][name$="-day"]')].map((day) => {
    const [from, to] = ["from", "to"].map((part) => value(day.name.replace(/day$/, part)));
    return { day: day.value, from, to };
  });
  const [first] = rows.filter((row) => row.day).sort((a, b) => (a.day + a.from < b.day + b.from ? -1 : 1));
  if (!first) return "";
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  const day = new Date(`${first.day}T12:00:00Z`).toLocaleDateString(tongue === "en" ? "en-GB" : tongue, format);
  return [day.replace(",", ""), [first.from, first.to].filter(Boolean).join("–")].join(" ").trim();
}

for (const form of new Set([...document.querySelectorAll("[data-tongues]")].map((group) => group.closest("form")))) {
  form.addEventListener("input", (event) => {
    if ("tab" in event.target.dataset) open(form, event.target.value);
    else {
      const group = event.target.closest("[data-tongues]");
      if (group) mark(group);
      draw(form);
    }
  });
}
