/* <nagar-map drawing="..." label="...">: the map as an element of the page, with or without Dash.

   `drawing` is JSON as dashboard/figures/map.py makes it:
   layers    [{shapes, files, values, texts}]: digest of the shapes, addresses of files (or topologies themselves), values
             (an address or data:), and texts: the lines told of each place (an address, or a list of lists); instead of
             files the address of the whole and parts [[end of name, left, top, right, bottom]], which a phone loads
             one by one, what it shows first
   ground    [{files, codes}] of the level above, filled grey below and drawn as lines above
   box       left, top, right, bottom on the grid: what is shown at first
   colours   of the classes; symbols: true draws circles by size, with the key sizes [[share of the largest, text]]; flows [{from, to, size}] of codes
   selected, name, outline ({files, codes}), compared [codes], numbers [[code, text]]
   select, drill, open, climb   addresses, __CODE__ standing for a place; open goes there at the first tap
   words     zoom_in, zoom_out, fit, keys, wheel, failed

   It tells `nagar-light` (detail.code, "" for none) as one points, `nagar-received` when some of what it draws is there (or
   will not come), `nagar-drawn` when all it wants is drawn, and follows an address
   as a click on a link would, so that whoever listens to links may take it. It can be asked: placeAt(x, y) of the window,
   pointOf(code), light(code). */
(() => {
  "use strict";
  const { Hands, made, layersOf, only, inside } = window.nagarMap;
  const EVERY = 300;  // ms between drawings while parts come
  // On paper nothing is pointed at; and where a printer is given lines, what clears the canvas above would clear the map.
  const STYLE = `
    :host { display: block; position: relative; width: 100%; height: 100%; contain: content; forced-color-adjust: none; }
    .stage { position: absolute; inset: 0; outline: none; touch-action: pan-x pan-y; -webkit-user-select: none; user-select: none; }
    .stage:focus-visible { outline: 2px solid var(--accent, #0f6b6b); outline-offset: -2px; border-radius: 6px; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
    .pointed { cursor: pointer; } .moving { cursor: grabbing; }
    .buttons { position: absolute; right: 0; top: 0; display: flex; flex-direction: column; gap: 4px; }
    .buttons.left { right: auto; left: 0; } .buttons.low { top: auto; bottom: 0; }
    button { width: 40px; height: 40px; border: 1px solid #b9b3a6; border-radius: 8px; background: #fffffff0; color: #14242a;
      font: 600 20px/1 system-ui, sans-serif; padding: 0; cursor: pointer; }
    button:focus-visible { outline: 2px solid var(--accent, #0f6b6b); outline-offset: 1px; }
    button[hidden] { display: none; } button[disabled] { opacity: .45; cursor: default; }
    .text, .told { position: absolute; pointer-events: none; background: #fff; color: #14242a; border: 1px solid #b9b3a6;
      border-radius: 6px; padding: 6px 10px; font: 14px/1.4 system-ui, "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali", sans-serif;
      box-shadow: 0 2px 8px #0002; max-width: 260px; width: max-content; z-index: 2; }
    .text div:first-child { font-weight: 600; } .text[hidden], .told[hidden] { display: none; }
    .told { left: 50%; top: 50%; transform: translate(-50%, -50%); }
    .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (min-width: 861px) { button { width: 32px; height: 32px; font-size: 17px; } }
    @media print { .buttons, .text, .told, .above { display: none; } }`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  class NagarMap extends Hands {
    static observedAttributes = ["drawing", "label"];

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      this.stage = made("div", "stage", { tabindex: "0", role: "application" });
      this.below = made("canvas", "below", { "aria-hidden": "true" });
      this.above = made("canvas", "above", { "aria-hidden": "true" });
      this.text = made("div", "text", { hidden: "", "aria-hidden": "true" });
      this.told = made("div", "told", { hidden: "", role: "status" });
      this.spoken = made("div", "spoken", { "aria-live": "assertive", role: "status" });
      this.stage.append(this.below, this.above);
      this.buttons = made("div", "buttons");
      this.zoomIn = this.button("+", () => this.zoomBy(1.6));
      this.zoomOut = this.button("−", () => this.zoomBy(1 / 1.6));
      this.whole = this.button("⤢", () => this.fit(true));
      root.append(this.stage, this.buttons, this.text, this.told, this.spoken);
      this.model = { places: [], ground: [], chosen: [], compared: [], numbers: [], flows: [], colours: [], sizes: [] };
      this.view = { x: 0, y: 0, scale: 1, width: 0, height: 0, ratio: 1, zoomed: 1 };
      this.given = {};
      this.kept = {};  // what can be used again for the next drawing
      this.lit = [];
      this.current = null;
      this.turn = 0;  // the last drawing that was asked for: an earlier one that comes late is not shown
      this.listen();
    }

    button(sign, act) {
      const one = made("button", "", { type: "button" });
      one.textContent = sign;
      one.addEventListener("click", (event) => { event.stopPropagation(); act(); });
      this.buttons.append(one);
      return one;
    }

    connectedCallback() {
      this.sizes = new ResizeObserver(() => this.resize());
      this.sizes.observe(this);
      this.outer = [[window, "online", () => this.more && this.more()], [window, "beforeprint", () => this.draw(3)], [window, "afterprint", () => this.draw()],
        [document, "pointerdown", (event) => { if (!event.composedPath().includes(this)) this.say(null); }],
        ...["(forced-colors: active)", "(prefers-color-scheme: dark)", `(resolution: ${devicePixelRatio}dppx)`]
          .map((query) => [window.matchMedia(query), "change", () => this.resize()])];
      for (const [target, kind, act] of this.outer) target.addEventListener(kind, act);
      this.resize();
    }

    disconnectedCallback() {
      this.sizes.disconnect();
      for (const [target, kind, act] of this.outer) target.removeEventListener(kind, act);
      [this.soon, this.resting].forEach(clearTimeout);
    }

    attributeChangedCallback(name, before, value) {
      if (name === "label") this.stage.setAttribute("aria-label", value);
      else if (value && value !== before) this.load(JSON.parse(value));
    }

    /* Drawing: what was given becomes places, then pixels */
    async load(given) {
      const turn = this.turn += 1;
      this.given = given;
      const words = given.words || {};
      [[this.zoomIn, "zoom_in"], [this.zoomOut, "zoom_out"], [this.whole, "fit"]].forEach(([one, key]) => {
        one.setAttribute("aria-label", words[key] || "");
        one.title = words[key] || "";
      });
      this.stage.setAttribute("aria-description", words.keys || "");
      const current = () => turn === this.turn, lines = [...(given.ground || []), ...(given.outline ? [given.outline] : [])].map(only);
      const failed = (error) => {
        this.received();
        if (!current()) return;
        this.told.textContent = words.failed || String(error);
        this.told.hidden = false;
        window.reportError(error);
      };
      let over = null, left = 1, lost = 0;
      const came = (...told) => {
        [left, lost] = told;
        const places = layers.places();
        if (!current() || !over || !places.length) return;
        this.received();
        clearTimeout(this.soon);
        const show = () => current() && this.show(given, places, [...over], left ? null : { lost });
        if (left) this.soon = setTimeout(show, Math.max(0, (this.shownAt || 0) + EVERY - performance.now()));
        else show();
      };
      const layers = layersOf(given.layers, (box) => (current() && this.isConnected ? this.far(box) : Infinity), came, failed);
      this.more = () => { if (current()) left = layers.more(); };
      this.more();
      try {
        over = await Promise.all(lines);
        came(left, lost);
      } catch (error) {
        failed(error);
      }
    }

    /* What is there of a drawing, and, once that is all that is wanted, how many of its files were lost. */
    show(given, places, over, complete) {
      this.take(given, places, over);
      const first = !this.box, shown = this.isShown();
      this.box = given.box;
      this.shownAt = performance.now();
      if (shown) this.draw(0, true); else this.fit(!first && this.view.fitted);
      if (!complete) return;
      this.told.hidden = !complete.lost;
      this.setAttribute("data-drawn", String(this.model.places.length));
      this.takeFocus();
      this.dispatchEvent(new CustomEvent("nagar-drawn", { bubbles: true, composed: true }));
    }

    received() {
      this.dispatchEvent(new CustomEvent("nagar-received", { bubbles: true, composed: true }));
    }

    take(given, places, over) {
      const by = new Map(places.map((place) => [place.code, place])), outlined = given.outline ? over.pop() : [];
      const area = places.reduce((sum, place) => sum + place.shape.area, 0);
      const [left, top, right, bottom] = given.box, codes = new Set(given.compared || []);
      this.model = {
        places, ground: over.flat(), colours: given.colours, symbols: given.symbols, sizes: given.sizes || [], name: given.name,
        sparse: area < 0.1 * (right - left) * (bottom - top),
        chosen: outlined.length ? outlined : places.filter((place) => given.selected && [place.unit, place.code].includes(given.selected)),
        compared: places.filter((place) => codes.has(place.code) || codes.has(place.unit)),
        numbers: (given.numbers || []).map(([code, text]) => ({ place: by.get(code), text })).filter((one) => one.place),
        flows: (given.flows || []).filter((one) => by.has(one.from) && by.has(one.to))
          .map((one) => ({ ...one, from: inside(by.get(one.from)), to: inside(by.get(one.to)) })),
      };
      this.by = by;
      this.texts = new Map();
      this.current = this.current ? by.get(this.current.code) || null : null;
      this.lit = [];
      if (!this.current) this.say(null);
    }
  }

  customElements.define("nagar-map", NagarMap);

  /* In Dash: {"namespace": "nagar", "type": "Map"} of a layout is this element. */
  window.nagar = {
    Map: ({ id, drawing, label }) => window.React.createElement("nagar-map", { id, drawing, label }),
  };
})();
