/** Runs in a report's page: says in `marks` when things happened, see `Marks` in opened-page.ts. */
const marks = {painted: 0, drawn: 0, interactive: 0, longestTask: 0, concluded: 0, state: ""};
globalThis.marks = marks;

const now = () => performance.now() / 1000;
new PerformanceObserver((list) => {
  for (const {duration} of list.getEntries())
    if (marks.concluded === 0) marks.longestTask = Math.max(marks.longestTask, duration / 1000);
}).observe({type: "longtask", buffered: true});

const lines = () =>
  Array.from(document.querySelectorAll('.equity-chart [aria-label="line"] path'), (path) =>
    path.getAttribute("d")
  ).join();
let before = "";
const look = () => {
  if (marks.drawn === 0) {
    before = lines();
    const button = document.querySelector('#equity button[data-value="log"]');
    if (before !== "" && button) {
      marks.drawn = now();
      button.click();
    }
  } else if (marks.interactive === 0 && lines() !== before) marks.interactive = now();
  const badge = document.querySelector('.badge[role="status"]:not([data-state="running"])');
  if (badge && marks.interactive > 0) {
    marks.painted = performance.getEntriesByName("first-contentful-paint")[0].startTime / 1000;
    marks.state = badge.dataset.state;
    marks.concluded = now();
  } else setTimeout(look, 4);
};
look();
