// A page may be read long after it was made: say by the reader's own date that a review is overdue.
"use strict";

const now = new Date();
const two = (number) => String(number).padStart(2, "0");
const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
for (const line of document.querySelectorAll("[data-due]")) {
  if (line.dataset.due < today) line.hidden = false;
}
