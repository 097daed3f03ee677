// Finds substances and claims by names in eleven languages, without a server.
// The words searched for stay in the browser: in the address only behind its "#".
"use strict";

const MOST = 40; // rows that are shown at once
// Accents, Arabic vowel signs, the Hindi nukta, invisible characters.
const MARKS = /[\u0300-\u036f\u064b-\u0655\u0670\u0640\u093c\u200b-\u200f]/g;
const BETWEEN = /[^\p{L}\p{N}\p{M}]+/u;
const UNSPACED = /[\u3400-\u9fff]/;

const form = document.querySelector("form.search");
const input = form.querySelector("input");
const status = form.querySelector("[role=status]");
const results = document.getElementById("results");
const browse = document.getElementById("browse");
let loading;

function folded(text) {
  const plain = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
  return plain.replace(/\u0629/g, "\u0647").replace(/\u0649/g, "\u064a").normalize("NFC");
}

function wordsOf(text) {
  return [...new Set(folded(text).split(BETWEEN).filter(Boolean))];
}

function prepared(index) {
  const substances = index.substances.map(([id, name, count, names], number) => ({
    id, name, count, number, plain: folded(name), words: wordsOf(`${name} ${names}`),
  }));
  const claims = index.claims.map(([id, substance, outcome, headline, status, safety]) => ({
    id, headline, outcome, substance: substances[substance], words: wordsOf(`${headline} ${outcome}`),
    scales: [index.status[status], index.safety[safety]], danger: safety === index.safety.length - 1,
  }));
  return { substances, claims };
}

function load() {
  loading ??= fetch(form.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(`search index: ${answer.status}`);
    return answer.json();
  }).then(prepared);
  return loading;
}

// 0 for no match, 2 for the whole word, 1 for its beginning; a single letter must be the whole word.
function match(asked, words) {
  if (words.includes(asked)) return 2;
  if (UNSPACED.test(asked)) return words.some((word) => word.includes(asked)) ? 1 : 0;
  return asked.length > 1 && words.some((word) => word.startsWith(asked)) ? 1 : 0;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function found(query, { substances, claims }) {
  const asked = wordsOf(query);
  const plain = folded(query).trim();
  const byName = substances.map((substance) => asked.map((word) => match(word, substance.words)));
  const rows = substances.map((substance) => {
    const hits = byName[substance.number];
    const named = substance.plain === plain ? 4 : 0;
    return { substance, known: hits.filter(Boolean).length, score: sum(hits) + named + 0.5 };
  });
  for (const claim of claims) {
    const own = asked.map((word) => match(word, claim.words));
    const name = byName[claim.substance.number];
    const known = asked.filter((_, place) => own[place] || name[place]).length;
    const hits = asked.map((_, place) => Math.max(own[place], name[place]));
    rows.push({ claim, known, score: sum(hits) + sum(own) / 10 });
  }
  const most = Math.max(...rows.map((row) => row.known));
  const kept = most ? rows.filter((row) => row.known === most) : [];
  // Claims come with the danger first; sorting keeps that order among equals.
  kept.sort((one, other) => other.score - one.score);
  return { rows: kept, whole: most === asked.length };
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(address, text) {
  const line = document.createElement("p");
  const made = element("a", text);
  made.href = address;
  line.append(made);
  return line;
}

function row({ substance, claim }) {
  const item = document.createElement("li");
  if (substance) {
    const count = substance.count === 1 ? "1 claim" : `${substance.count || "no"} claims`;
    item.append(
      element("p", "Substance", "label"), link(`substances/${substance.id}/`, substance.name),
      element("p", `${count} reviewed`, "scales"),
    );
    return item;
  }
  const scales = element("p", "", "scales");
  for (const [place, words] of claim.scales.entries()) {
    scales.append(element("span", words, place && claim.danger ? "danger" : ""), " ");
  }
  item.append(
    element("p", `${claim.substance.name} · ${claim.outcome}`, "label"),
    link(`claims/${claim.id}/`, claim.headline), scales,
  );
  return item;
}

function told(rows, whole) {
  if (!rows.length) {
    return "Nothing found. That does not mean that it is safe: it may not have been reviewed.";
  }
  const count = rows.length === 1 ? "1 result" : `${rows.length} results`;
  const shown = rows.length > MOST ? `${count}; these are the first ${MOST}` : count;
  return whole ? `${shown}.` : `${shown} for some of these words.`;
}

function show(rows, whole) {
  const searching = input.value.trim() !== "";
  results.hidden = !searching || !rows.length;
  browse.hidden = searching;
  status.textContent = searching ? told(rows, whole) : "";
  results.querySelector("ol").replaceChildren(...rows.slice(0, MOST).map(row));
}

async function search() {
  const query = input.value.trim();
  history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : location.pathname);
  if (!query) return show([], true);
  try {
    const index = await load();
    // While the index was on its way, more may have been typed.
    if (input.value.trim() !== query) return undefined;
    const { rows, whole } = found(query, index);
    return show(rows, whole);
  } catch {
    status.textContent = "The search could not be loaded. The list below is complete.";
    browse.hidden = false;
    loading = undefined;
    return undefined;
  }
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("focus", () => load().catch(() => { loading = undefined; }), { once: true });
input.addEventListener("input", search);
const asked = /^#q=(.*)$/.exec(location.hash);
if (asked) {
  input.value = decodeURIComponent(asked[1]);
  search();
}
