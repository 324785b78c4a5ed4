// Comfort for the pages of an edition, which are whole without it: warns of words that are not saved, looks again when
// pages were read, lets picks be dragged. A pick that is dropped is a press of the button that moves it there.
"use strict";
const form = document.getElementById("form");
const edition = document.getElementById("edition");
const unsaved = document.getElementById("unsaved");
const mayEdit = form && !form.querySelector("fieldset:disabled") && !form.querySelector("textarea[readonly]");
let isTyped = false;

function typed() {
  if (isTyped) return;
  isTyped = true;
  unsaved.textContent = "There are words here that are not saved yet.";
}

if (mayEdit) {
  form.addEventListener("input", typed);
  form.addEventListener("submit", () => { isTyped = false; });
  window.addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
}

// How wide the letter is looked at stays so from save to save.
const asPhone = document.getElementById("as-phone");
if (asPhone) {
  asPhone.checked = sessionStorage.getItem("as-phone") === "yes";
  asPhone.addEventListener("change", () => sessionStorage.setItem("as-phone", asPhone.checked ? "yes" : "no"));
}

// What was told stands on top, and a pick that was moved further down: go there as the address says.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target && target.tabIndex === -1) target.focus({ preventScroll: true });

// Pages are being read, or somebody else saved: look now and then, and show it when nothing would be lost by that.
async function look() {
  const answer = await fetch(edition.dataset.state, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const state = await answer.json();
  const now = document.getElementById("reading-now");
  if (state.text !== edition.dataset.text) {
    unsaved.textContent = "Somebody else saved this edition just now. Save, and you will see both.";
    if (!isTyped) location.reload();
    return;
  }
  if (state.is_under_way) {
    if (now) now.textContent = `They are being read now${state.failed ? `; ${state.failed} could not be read` : ""}.`;
    setTimeout(look, 1500);
  } else if (!isTyped) {
    location.reload();
  } else if (now) {
    now.textContent = "They were read. Save, and you will see what they say.";
  }
}
if (edition && edition.dataset.reading === "yes") setTimeout(look, 1000);

// Dragging: with a mouse, a pen or a finger on the handle; the keyboard has the buttons.
let dragged = null;
let aim = null;  // where it would go, as is marked; between two picks the last one holds

function pressMove(pick, section, place) {
  const button = document.createElement("button");
  button.name = "do";
  button.value = `move:${pick}:${section}:${place}`;
  button.hidden = true;
  form.append(button);
  button.click();
}

function placeUnder(x, y) {
  const under = document.elementFromPoint(x, y);
  const pick = under && under.closest("li.pick[data-pick]");
  if (pick && pick !== dragged) {
    const box = pick.getBoundingClientRect();
    return { pick, isAfter: y > box.top + box.height / 2 };
  }
  const section = under && under.closest("section[data-section]");
  if (!section) return null;
  if (section.querySelector("li.pick[data-pick]")) return aim && sectionOf(aim) === section ? aim : null;
  return { section };
}

const sectionOf = (at) => at.section || at.pick.closest("section[data-section]");

function unmark() {
  for (const one of document.querySelectorAll(".drop-before, .drop-after")) one.classList.remove("drop-before", "drop-after");
}

function drop(at) {
  const section = sectionOf(at);
  const others = [...section.querySelectorAll("li.pick[data-pick]")].filter((one) => one !== dragged);
  const place = at.pick ? others.indexOf(at.pick) + (at.isAfter ? 1 : 0) : 0;
  pressMove(dragged.dataset.pick, section.dataset.section, place);
}

function handle(pick) {
  const made = document.createElement("span");
  made.className = "handle";
  made.title = "Drag";
  made.textContent = "⠿";
  made.setAttribute("aria-hidden", "true");
  made.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    dragged = pick;
    pick.classList.add("dragged");
    made.setPointerCapture(event.pointerId);
  });
  made.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    unmark();
    aim = placeUnder(event.clientX, event.clientY);
    if (aim) (aim.pick || aim.section).classList.add(aim.isAfter || aim.section ? "drop-after" : "drop-before");
    if (event.clientY < 80) window.scrollBy(0, -14);
    if (event.clientY > innerHeight - 60) window.scrollBy(0, 14);
  });
  const end = (event) => {
    if (!dragged) return;
    unmark();
    pick.classList.remove("dragged");
    if (aim && event.type === "pointerup") drop(aim);
    dragged = aim = null;
  };
  made.addEventListener("pointerup", end);
  made.addEventListener("pointercancel", end);
  return made;
}

if (edition && mayEdit) {
  document.documentElement.classList.add("js");
  for (const pick of document.querySelectorAll("li.pick[data-pick]")) pick.prepend(handle(pick));
}
