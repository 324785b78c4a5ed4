// Shows the preview anew when a file was saved; without it, the page is the same after a reload.
"use strict";
const preview = document.getElementById("preview");
let shown = Number(preview.dataset.revision);
let said = shown;
let latest = shown;
let renewing = false;
let loaded = Promise.resolve();

function renewLetter() {
  const frame = document.querySelector("section.letter iframe");
  if (!frame || shown === latest) return;
  shown = latest;
  loaded = new Promise((done) => {
    frame.addEventListener("load", done, { once: true });
    setTimeout(done, 200);
  });
  const address = new URL(frame.src);
  address.searchParams.set("revision", shown);
  frame.src = address;
}

function put(fresh) {
  const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
  if (!old || old.innerHTML === fresh.innerHTML) return;
  for (const open of old.querySelectorAll("details[open]")) {
    const same = fresh.querySelector(`#${CSS.escape(open.id)}`);
    if (same) same.open = true;
  }
  old.replaceWith(document.adoptNode(fresh));
}

const hasLetter = (root) => Boolean(root.querySelector("section.letter iframe, section.letter pre"));

async function renewWords() {
  if (renewing) return;
  renewing = true;
  try {
    while (said !== latest) {
      await loaded;  // what is said of the letter takes longer than the letter, and can wait for it
      const revision = latest;
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) break;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (hasLetter(page) !== hasLetter(document)) location.reload();
      page.querySelectorAll("[data-part]").forEach(put);
      said = revision;
      preview.dataset.revision = revision;
    }
  } finally {
    renewing = false;
  }
}

const news = new EventSource("/events");
news.addEventListener("message", (event) => {
  latest = Number(JSON.parse(event.data));
  renewLetter();
  renewWords();
});
