// Comfort for the pages of an edition, which are whole without it: warns of words that are not saved, shows what a save
// led to where one is, looks again when pages were read. drag.js goes on from here.
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
const isTicked = (one) => one.type === "radio" || one.type === "checkbox";
const controls = (root) => [...root.querySelectorAll("#form input, #form textarea, #form select")];
const named = (root) => controls(root).map((one) => `${one.name} ${one.type} ${isTicked(one) ? one.value : ""}`).join("\n");
const held = (one) => (isTicked(one) ? String(one.checked) : one.value);

function showLetter(page) {
  const old = document.querySelector("iframe[name=letter]");
  const fresh = page.querySelector("iframe[name=letter]");
  if (!old || !fresh) return;
  const address = new URL(fresh.getAttribute("src"), location);
  for (const [name, value] of chosen) address.searchParams.set(name, value);
  address.hash = place;
  old.src = address;
  old.title = fresh.title;
}

// What the letter is looked at as is marked, and stays from save to save; looks of several rows go together. Without
// scripts each link shows one look alone.
const chosen = new URLSearchParams();
const asked = (look) => new URL(look.href).searchParams;

function markLook(row, look) {
  for (const one of row) one.removeAttribute("aria-current");
  if (look) look.setAttribute("aria-current", "true");
}

function offerLooks(row) {
  const names = [...asked(row[0]).keys()].filter((name) => new Set(row.map((one) => asked(one).get(name))).size > 1);
  const isChosen = (look) => names.every((name) => chosen.get(name) === asked(look).get(name));
  markLook(row, row.find(isChosen) || row.find((one) => "usual" in one.dataset));
  for (const look of row) {
    look.addEventListener("click", (event) => {
      event.preventDefault();
      for (const name of names) chosen.set(name, asked(look).get(name));
      markLook(row, look);
      showLetter(document);
    });
  }
}
const offerAllLooks = () => document.querySelectorAll(".looks p").forEach((one) => offerLooks([...one.querySelectorAll("a")]));
offerAllLooks();

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
    } else if (!isTicked(one) && one.value !== fresh[at].value) {
      one.value = fresh[at].value;
    }
    if (one.id && one.type !== "hidden") showRemarks(one, fresh[at]);
  });
  edition.dataset.text = page.getElementById("edition").dataset.text;
  showNames(page);
  showParts(page, "[data-part]");
  offerAllLooks();
  showLetter(page);
}

// Whatever stands around the fields, such as that the letter began to go out, is shown as a page made anew would.
function showParts(page, which) {
  const here = document.activeElement.id;
  edition.dataset.reading = page.getElementById("edition").dataset.reading;
  for (const part of page.querySelectorAll(which)) {
    const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old) old.replaceWith(document.adoptNode(part));
  }
  const focused = here && document.getElementById(here);
  if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
  watch();
}

// What buttons, boxes and pictures are called goes by words that were saved just now.
function showNames(page) {
  for (const one of form.querySelectorAll("li.pick[id], button[id]")) {
    const there = page.getElementById(one.id);
    if (!there) continue;
    one.classList.toggle("faulty", there.classList.contains("faulty"));
    for (const name of ["aria-label", "disabled"]) {
      if (there.hasAttribute(name)) one.setAttribute(name, there.getAttribute(name));
      else one.removeAttribute(name);
    }
  }
  for (const kind of ["option", "iframe.picture"]) {
    const fresh = [...page.querySelectorAll(`#form ${kind}`)];
    const old = [...form.querySelectorAll(kind)];
    if (old.length !== fresh.length) continue;
    old.forEach((one, at) => {
      if (kind === "option") one.textContent = fresh[at].textContent;
      else one.title = fresh[at].title;
    });
  }
}

// What a save told, for the bar, which is in sight and is spoken.
function toldBy(page) {
  const done = [...page.querySelectorAll("#told .good p")].map((one) => one.textContent);
  const lost = page.querySelector("#told [data-unwritten]") ? ["Not all of it was written: why stands on top of the page."] : [];
  return [...done, ...lost].join(" ") || "Saved.";
}

const unsavedToo = () => (isTyped ? " There are words here that are not saved yet." : "");

// What a save wrote, its answer says by the text; the page that comes with it may be of another's save just after.
// Then the page stays what it was, begun from the text before: the next save is held against both.
function written(answer, page, isAsSent, sent) {
  const fresh = answer.ok && page.getElementById("form");
  const told = toldBy(page);
  const isOfThis = fresh && page.getElementById("edition").dataset.text === new URL(answer.url).searchParams.get("text");
  if (isOfThis && named(page) === named(document)) {
    show(page, sent);
    unsaved.textContent = `${told}${unsavedToo()}`;
  } else if (fresh && isAsSent) {
    leave(document.activeElement);
    pressedMeanwhile = null;
    location.assign(`${answer.url}#${document.activeElement.id || "told"}`);
  } else if (!fresh) {
    unsaved.textContent = "Saved, but the page did not come back. What you typed since is still here: save again in a moment.";
  } else if (!isOfThis) {
    showParts(page, "[data-part=state]");
    unsaved.textContent = `${told} Somebody else saved meanwhile, and there are words here that are not saved yet: save, and you will see both.`;
  } else {
    showParts(page, "[data-part=state]");
    unsaved.textContent = `${told} There are words here that are not saved yet.`;
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
    if (next) form.requestSubmit(next);
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
    if (!isSaving && (!button || button.value !== "save")) { leave(button); return; }
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

// A button that was pressed leads to a page made anew. It comes back at the same button, or the nearest there is, as high
// on the screen as that stood; what was done is spoken once, and stands in the bar.
function leave(button) {
  isTyped = false;
  if (button && button.offsetParent) sessionStorage.setItem("pressed-at", button.getBoundingClientRect().top);
}

const target = location.hash && document.getElementById(location.hash.slice(1));
const pressedAt = sessionStorage.getItem("pressed-at");
sessionStorage.removeItem("pressed-at");

function comeBack() {
  for (let around = target; around; around = around.parentElement) if (around.matches("details")) around.open = true;
  target.focus({ preventScroll: true });
  if (form && form.contains(target) && pressedAt !== null) scrollBy(0, target.getBoundingClientRect().top - pressedAt);
}

if (target) {
  comeBack();
  addEventListener("load", comeBack, { once: true });
}
if (target && target.getAttribute("aria-describedby") === "unsaved") {
  target.removeAttribute("aria-describedby");  // it is spoken already
}
const [arrival] = performance.getEntriesByType("navigation");
if (unsaved && unsaved.textContent && arrival && arrival.type === "navigate") {
  setTimeout(() => { document.getElementById("spoken").textContent = unsaved.textContent; }, 300);
}

// A page that is loaded anew by itself leaves its editor where they are.
function showAnew() {
  const here = document.activeElement;
  const hash = here && here.id && here.id !== "main" ? `#${here.id}` : "";
  history.replaceState(null, "", `${location.pathname}${location.search}${hash}`);
  location.reload();
}

// Pages are being read, or somebody else saved: look now and then, and show it when nothing would be lost by that.
let isWatched = false;
function watch() {
  if (isWatched || edition.dataset.reading !== "yes") return;
  isWatched = true;
  setTimeout(look, 1000);
}

async function look() {
  const answer = await fetch(edition.dataset.state, { cache: "no-store" }).catch(() => null);
  isWatched = false;
  if (!answer || !answer.ok || answer.redirected) return;
  const state = await answer.json();
  const now = document.getElementById("reading-now");
  if (state.text !== edition.dataset.text) {
    unsaved.textContent = "Somebody else saved this edition just now. Save, and you will see both.";
    if (!isTyped) showAnew();
    return;
  }
  if (state.is_under_way) {
    if (now) now.textContent = `They are being read now${state.failed ? `; ${state.failed} could not be read` : ""}.`;
    watch();
  } else if (!isTyped) {
    showAnew();
  } else if (now) {
    now.textContent = "They were read. Save, and you will see what they say.";
  }
}
if (edition) watch();
