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

// The letter beside the form is shown anew after a save, at the story that is being worked on; the page itself stays
// where it is, with what is typed meanwhile. Whatever else a save led to (both versions, the login) is a page of its own.
let place = "";
const controls = (root) => [...root.querySelectorAll("#form input, #form textarea, #form select")];
const named = (root) => controls(root).map((one) => `${one.name} ${one.type} ${one.type === "radio" ? one.value : ""}`).join("\n");
const held = (one) => (one.type === "radio" || one.type === "checkbox" ? String(one.checked) : one.value);

function showLetter(page) {
  const old = document.querySelector("iframe[name=letter]");
  const fresh = page.querySelector("iframe[name=letter]");
  if (!old || !fresh) return;
  const address = new URL(fresh.getAttribute("src"), location);
  for (const [name, value] of chosen) address.searchParams.set(name, value);
  address.hash = place;
  old.src = address;
}

// What the letter is looked at as is marked, and stays from save to save; looks of several rows go together. Without
// scripts each link shows one look alone.
const chosen = new URLSearchParams();
const asked = (look) => new URL(look.href).searchParams;

function markLook(row, look) {
  for (const one of row) one.removeAttribute("aria-current");
  look.setAttribute("aria-current", "true");
}

for (const row of [...document.querySelectorAll(".looks p")].map((part) => [...part.querySelectorAll("a")])) {
  const names = [...asked(row[0]).keys()].filter((name) => new Set(row.map((one) => asked(one).get(name))).size > 1);
  for (const look of row) {
    if ("usual" in look.dataset) markLook(row, look);
    look.addEventListener("click", (event) => {
      event.preventDefault();
      for (const name of names) chosen.set(name, asked(look).get(name));
      markLook(row, look);
      showLetter(document);
    });
  }
}

function showRemarks(one, fresh) {
  const about = document.getElementById(`${one.id}.about`);
  const said = fresh.ownerDocument.getElementById(`${one.id}.about`);
  const box = one.closest(".field");
  if (about) about.remove();
  if (said && box) box.append(document.adoptNode(said));
  if (box) box.classList.toggle("faulty", fresh.hasAttribute("aria-invalid"));
  if (fresh.hasAttribute("aria-invalid") && one.closest("details")) one.closest("details").open = true;
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (fresh.hasAttribute(name)) one.setAttribute(name, fresh.getAttribute(name));
    else one.removeAttribute(name);
  }
}

function show(page, sent) {
  const fresh = controls(page);
  isTyped = page.querySelector("[data-kept]") !== null;  // what was refused is not saved
  controls(document).forEach((one, at) => {
    if (held(one) !== sent[at]) {
      isTyped = true;  // it was typed on while the save was under way
    } else if (one.type !== "radio" && one.type !== "checkbox" && one.value !== fresh[at].value) {
      one.value = fresh[at].value;
    }
    if (one.id && one.type !== "hidden") showRemarks(one, fresh[at]);
  });
  for (const part of page.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old) old.replaceWith(document.adoptNode(part));
  }
  const now = page.getElementById("edition");
  edition.dataset.text = now.dataset.text;
  showLetter(page);
  unsaved.textContent = isTyped ? "Saved. There are words here that are not saved yet." : "Saved.";
}

// What a save wrote, its answer says by the text; the page that comes with it may be of another's save just after.
// Then the page stays what it was, begun from the text before: the next save is held against both.
function written(answer, page, isAsSent, sent) {
  const form = answer.ok && page.getElementById("form");
  const isOfThis = form && page.getElementById("edition").dataset.text === new URL(answer.url).searchParams.get("text");
  if (isOfThis && named(page) === named(document)) {
    show(page, sent);
  } else if (form && isAsSent) {
    isTyped = false;
    pressedMeanwhile = null;
    location.assign(answer.url);
  } else if (!form) {
    unsaved.textContent = "Saved, but the page did not come back. What you typed since is still here: save again in a moment.";
  } else if (!isOfThis) {
    unsaved.textContent = "Saved. Somebody else saved meanwhile, and there are words here that are not saved yet: save, and you will see both.";
  } else {
    unsaved.textContent = "Saved. There are words here that are not saved yet.";
  }
}

// Nothing was written, and the answer holds the words: it takes the place of this page as it came, since what would be
// asked for once more could fail on its way. Any other answer is told here, beside the words.
function unwritten(answer, page) {
  isTyped = true;
  pressedMeanwhile = null;
  if (answer.status >= 500 || !page.querySelector("main form, main textarea")) {
    const why = answer.status < 500 ? page.querySelector("main p") : page.getElementById("why");
    unsaved.textContent = `It was not saved. ${why ? why.textContent : "The program could not do it."} Your words are still here: save again in a moment.`;
    return;
  }
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  for (const one of document.querySelectorAll("main form")) one.addEventListener("submit", () => { isTyped = false; });
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

let isSaving = false;
let pressedMeanwhile = null;
async function save(button) {
  isSaving = true;
  unsaved.textContent = "Saving …";
  const sent = controls(document).map(held);
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isAsSent = controls(document).every((one, at) => held(one) === sent[at]);
    if (answer.redirected) written(answer, page, isAsSent, sent);
    else unwritten(answer, page);
  } catch {
    unsaved.textContent = "It was not saved: no connection. Your words are still here.";
  } finally {
    isSaving = false;
    const next = pressedMeanwhile;
    pressedMeanwhile = null;
    if (next) save(next);
  }
}

if (mayEdit) {
  form.addEventListener("input", typed);
  form.addEventListener("focusin", (event) => {
    const pick = event.target.closest("li.pick[data-pick]");
    place = pick ? pick.id : "";
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.value !== "save") { isTyped = false; return; }
    event.preventDefault();
    if (isSaving) pressedMeanwhile = button;
    else save(button);
  });
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
