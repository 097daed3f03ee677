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
    id, name, count, number, names: new Set([name, ...names].map(folded)),
    words: wordsOf([name, ...names].join(" ")),
  }));
  const claims = index.claims.map(([id, substance, outcome, headline, status, certainty, safety]) => ({
    id, headline, outcome, substance: substances[substance],
    topic: wordsOf(outcome), words: wordsOf(headline),
    evidence: `Claim: ${index.status[status]}, ${index.certainty[certainty]}`,
    risk: index.safety[safety], danger: safety === index.safety.length - 1,
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

// 0 for no match, 1 for the whole word, less for its beginning; a single letter must be the whole.
function match(asked, words) {
  if (words.includes(asked)) return 1;
  if (UNSPACED.test(asked)) return words.some((word) => word.includes(asked)) ? 0.9 : 0;
  return asked.length > 1 && words.some((word) => word.startsWith(asked)) ? 0.8 : 0;
}

// How well each row matches each word; a name or an effect counts twice as much as a headline.
function matches(asked, { substances, claims }) {
  const names = substances.map(({ words }) => asked.map((word) => 2 * match(word, words)));
  const ofClaims = claims.map((claim) => asked.map((word, place) => Math.max(
    names[claim.substance.number][place], 2 * match(word, claim.topic), match(word, claim.words),
  )));
  return [
    ...substances.map((substance, place) => ({ substance, hits: names[place] })),
    ...claims.map((claim, place) => ({ claim, hits: ofClaims[place] })),
  ];
}

// What was asked for by its whole name comes first, then claims on just that effect.
function bonus({ substance, claim }, asked, name) {
  if (substance) return substance.names.has(name) ? 1 : 0;
  return claim.topic.some((word) => asked.includes(word)) ? 0.1 / claim.topic.length : 0;
}

function found(query, index) {
  const asked = wordsOf(query);
  const name = folded(query).trim();
  const rows = matches(asked, index);
  // Words that are on many rows ("does", "help") say little about what is meant.
  const weights = asked.map((_, place) => {
    const count = rows.filter((row) => row.hits[place]).length;
    return Math.log((rows.length + 1) / (count + 1));
  });
  for (const row of rows) {
    const score = row.hits.reduce((sum, hit, place) => sum + hit * weights[place], 0);
    row.score = score && score + bonus(row, asked, name);
  }
  const best = Math.max(...rows.map((row) => row.score));
  const kept = rows.filter((row) => row.score > 0 && row.score >= 0.6 * best);
  // Claims come with the danger first; sorting keeps that order among equals.
  kept.sort((one, other) => other.score - one.score);
  return { rows: kept, whole: kept.length > 0 && kept[0].hits.every(Boolean) };
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
  const risk = element("span", "Risk: ");
  risk.append(element("span", claim.risk, claim.danger ? "danger" : ""));
  scales.append(element("span", claim.evidence), " ", risk);
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
