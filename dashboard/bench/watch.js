/* Watches a page as its reader does: when is there a heading to read, when a map that is not blank, and, after a click,
   when do both show something else. It knows of maps only that they are drawn as SVG paths or on a canvas, in an element
   of class `map` or of the name `nagar-map`, or as plotly draws them; so it works for other frameworks' pages too. */
(() => {
  "use strict";
  const FEWEST_PATHS = 20;
  const SIDE = 48;  // pixels of the small copy by which a canvas is looked at
  const small = document.createElement("canvas");
  small.width = small.height = SIDE;

  const heading = () => {
    const seen = (one) => one.getBoundingClientRect().height > 0;
    const found = [...document.querySelectorAll("h1")].find(seen) || [...document.querySelectorAll("h2")].find(seen);
    return found ? found.textContent.trim() : "";
  };

  const holders = () => [...document.querySelectorAll(".map, nagar-map")];

  const canvases = () => holders().flatMap((one) => [one, one.shadowRoot].filter(Boolean))
    .flatMap((root) => [...root.querySelectorAll("canvas")]).filter((one) => one.width > 1 && one.height > 1);

  const paths = () => {
    const drawn = [...document.querySelectorAll(".choroplethlocation")];
    return drawn.length ? drawn : holders().flatMap((one) => [...one.querySelectorAll("svg path")])
      .filter((path) => !path.closest(".modebar"));
  };

  const pixels = (canvas) => {
    const pen = small.getContext("2d", { willReadFrequently: true });
    pen.clearRect(0, 0, SIDE, SIDE);
    pen.drawImage(canvas, 0, 0, SIDE, SIDE);
    return pen.getImageData(0, 0, SIDE, SIDE).data;
  };

  const blank = (canvas) => {
    const data = pixels(canvas);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]},${data[at + 3]}`);
    return seen.size < 3;
  };

  /* What the map looks like, as a text: another text is another look. "" while there is nothing to see. */
  const look = () => {
    const seen = canvases().filter((one) => !blank(one));
    if (seen.length) return seen.map((one) => pixels(one).join()).join(";");
    const drawn = paths();
    if (drawn.length < FEWEST_PATHS) return "";
    return drawn.map((path) => path.style.fill || path.getAttribute("fill")).join();
  };

  /* Looking takes a phone longer than a frame, so it looks after something was drawn or changed, and now and then. */
  const REST = 250;  // ms
  let stirred = true, looked = 0;
  new MutationObserver(() => { stirred = true; }).observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  const pens = CanvasRenderingContext2D.prototype;
  for (const name of ["fill", "stroke", "fillRect", "putImageData"]) {
    const act = pens[name];
    pens[name] = function drawn(...given) {
      if (this.canvas !== small) stirred = true;
      return act.apply(this, given);
    };
  }

  const times = { readable: null, drawn: null, clicked: null, text: null, map: null };
  let before = null;

  const frame = () => {
    const now = performance.now(), looks = stirred || now - looked > REST;
    if (looks) [stirred, looked] = [false, now];
    if (times.readable === null && heading().length > 2) times.readable = now;
    if (times.drawn === null && times.readable !== null && looks && look()) times.drawn = now;
    if (before && times.clicked !== null && looks) {
      if (times.text === null && heading() && heading() !== before.heading) times.text = now;
      const seen = times.map === null ? look() : "";
      if (seen && seen !== before.look) times.map = now;
    }
    if (times.drawn === null || before) requestAnimationFrame(frame);
  };

  const start = () => requestAnimationFrame(frame);

  addEventListener("click", () => { if (before && times.clicked === null) times.clicked = performance.now(); }, true);

  window.nagarBench = {
    times,
    arm() { before = { heading: heading(), look: look() }; Object.assign(times, { clicked: null, text: null, map: null }); start(); },
    disarm() { before = null; },
    show() { const one = holders()[0]; if (one) one.scrollIntoView({ block: "center" }); },
  };
  start();
})();
