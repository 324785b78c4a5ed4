// Dragging picks in the form of an edition, beside desk.js: with a mouse, a pen or a finger on the handle; the keyboard has the buttons.
// A pick that is dropped is a press of the button that moves it there; Escape puts it back.
"use strict";
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

function drop(pick, at) {
  const section = sectionOf(at);
  const others = [...section.querySelectorAll("li.pick[data-pick]")].filter((one) => one !== pick);
  const place = at.pick ? others.indexOf(at.pick) + (at.isAfter ? 1 : 0) : 0;
  pressMove(pick.dataset.pick, section.dataset.section, place);
}

// A finger that rests at an edge goes on scrolling: on a phone the place to drop at is rarely on the screen.
let at = null;
function scrollAtEdges() {
  if (!dragged) return;
  const isUp = at.y < 90 && at.y < at.began - 20;
  const isDown = at.y > innerHeight - 60 && at.y > at.began + 20;
  const step = isUp ? -10 : isDown ? 10 : 0;
  if (step) { window.scrollBy(0, step); aimAt(); }
  requestAnimationFrame(scrollAtEdges);
}

function aimAt() {
  unmark();
  aim = placeUnder(at.x, at.y);
  if (aim) (aim.pick || aim.section).classList.add(aim.isAfter || aim.section ? "drop-after" : "drop-before");
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
    at = { x: event.clientX, y: event.clientY, began: event.clientY };
    requestAnimationFrame(scrollAtEdges);
  });
  made.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    Object.assign(at, { x: event.clientX, y: event.clientY });
    aimAt();
  });
  made.addEventListener("pointerup", () => {
    const [pick, place] = [dragged, aim];
    letGo();
    if (pick && place) drop(pick, place);
  });
  made.addEventListener("pointercancel", letGo);
  return made;
}

function letGo() {
  if (dragged) dragged.classList.remove("dragged");
  unmark();
  dragged = aim = null;
}

addEventListener("keydown", (event) => {
  if (!dragged || event.key !== "Escape") return;
  event.preventDefault();
  letGo();
  unsaved.textContent = isTyped ? "Not moved. There are words here that are not saved yet." : "Not moved.";
});

if (edition && mayEdit) {
  document.documentElement.classList.add("js");
  for (const pick of document.querySelectorAll("li.pick[data-pick]")) pick.prepend(handle(pick));
}
