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
   pointOf(code), light(code), picture(words). */
(() => {
  "use strict";
  const { layersOf, only, inside, neighbour, received, map, recolour, prepare } = window.nagarMap;
  const CLOSEST = 24, WHEEL = 0.0015, FINGER = 12;
  const KEY = [150, 90];  // about the width and height of the key of circles
  const EVERY = 300, REST = 200;  // ms between drawings while parts come; without a drawing until nothing moves
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const asked = (query) => window.matchMedia(query), SYSTEM = asked("(forced-colors: active)");
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
    @media print { .buttons, .text, .told { display: none; } }`;
  let went = -Infinity;  // when a key last led away: a map that comes after it has the focus again
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  const made = (tag, kind, attributes = {}) => {
    const one = document.createElement(tag);
    one.className = kind;
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    return one;
  };

  class NagarMap extends HTMLElement {
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
          .map((query) => [asked(query), "change", () => this.resize()])];
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

    /* How far a part of a layer lies from the middle of what is shown; Infinity where it is not near it. */
    far([left, top, right, bottom]) {
      const { width, height } = this.view, { x, y, scale } = this.isShown() ? this.view : this.whole_();
      const across = (left + right) / 2 * scale + x - width / 2, down = (top + bottom) / 2 * scale + y - height / 2;
      const near = Math.abs(across) < width + (right - left) / 2 * scale && Math.abs(down) < height + (bottom - top) / 2 * scale;
      return near ? Math.hypot(across, down) : Infinity;
    }

    /* Whether the map shows the part of the country that its drawing is about, somebody having zoomed in it or not. */
    isShown() {
      return Boolean(this.view.fitted) && JSON.stringify(this.box) === JSON.stringify(this.given.box);
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
      if (performance.now() - went < 10000 && document.activeElement === document.body) this.stage.focus({ preventScroll: true });
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

    resize() {
      const { clientWidth: width, clientHeight: height } = this;
      if (!width || !height) return;
      Object.assign(this.view, { width, height, ratio: window.devicePixelRatio || 1 });
      if (this.given.box && (this.view.zoomed || 1) <= 1.001) this.fit(); else this.draw();
    }

    /* The scale at which all of the box is seen, and where it then lies. */
    whole_() {
      const [left, top, right, bottom] = this.given.box, { width, height } = this.view;
      const scale = Math.min(width / (right - left), height / (bottom - top)) * 0.96;
      return { scale, x: width / 2 - (left + right) / 2 * scale, y: height / 2 - (top + bottom) / 2 * scale };
    }

    fit(slowly = false) {
      if (!this.given.box || !this.view.width) return;
      this.view.fitted = true;
      if (!slowly) {
        Object.assign(this.view, this.whole_());
        this.clearCorner();
      }
      this.move(this.whole_(), slowly);
    }

    /* To another part of the map, at once or in a quarter of a second where motion is welcome. */
    move(to, slowly) {
      cancelAnimationFrame(this.frame);
      const from = { scale: this.view.scale, x: this.view.x, y: this.view.y }, began = performance.now();
      const set = (share) => {
        const scale = from.scale * (to.scale / from.scale) ** share;
        const part = to.scale === from.scale ? share : (scale - from.scale) / (to.scale - from.scale);
        Object.assign(this.view, { scale, x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
        this.draw();
      };
      if (!slowly || asked("(prefers-reduced-motion: reduce)").matches) { set(1); return; }
      const step = (now) => {
        const share = Math.min(1, (now - began) / 250);
        set(share * (2 - share));
        if (share < 1) this.frame = requestAnimationFrame(step);
      };
      this.frame = requestAnimationFrame(step);
    }

    zoomBy(factor, x = this.view.width / 2, y = this.view.height / 2, slowly = true) {
      const whole = this.whole_(), scale = Math.min(Math.max(this.view.scale * factor, whole.scale), whole.scale * CLOSEST);
      if (scale <= whole.scale * 1.001) { this.move(whole, slowly); return; }
      const share = scale / this.view.scale;
      this.move(this.held({ scale, x: x - (x - this.view.x) * share, y: y - (y - this.view.y) * share }), slowly);
    }

    /* The map never leaves its frame altogether. */
    held(to) {
      const [left, top, right, bottom] = this.given.box, { width, height } = this.view;
      const within = (at, from, end, room) => Math.min(Math.max(at, room * 0.4 - end * to.scale), room * 0.6 - from * to.scale);
      return { ...to, x: within(to.x, left, right, width), y: within(to.y, top, bottom, height) };
    }

    /* `quick` where only values have changed: other colours at once, and sharp edges as soon as nothing moves. */
    draw(ratio = 0, quick = false) {
      const { width, height } = this.view;
      if (!width || !this.given.box) return;
      const view = { ...this.view, ratio: ratio || this.view.ratio, kept: this.kept }, system = SYSTEM.matches;
      if (system) Object.assign(view, { line: "CanvasText", over: "CanvasText", strong: "Highlight", focus: "Highlight" });
      this.view.zoomed = this.view.scale / this.whole_().scale;
      view.zoomed = this.view.zoomed;
      for (const canvas of [this.below, this.above]) {
        const [wide, high] = [Math.round(width * view.ratio), Math.round(height * view.ratio)];
        if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
      }
      const pen = this.below.getContext("2d"), quickly = quick && recolour(pen, this.model, view);
      if (!quickly) map(pen, this.model, view);
      clearTimeout(this.resting);
      if (quickly) this.resting = setTimeout(() => this.draw(), REST);
      else if (!ratio && this.given.select) this.resting = setTimeout(() => this.ahead(view), REST);
      this.whole.hidden = view.zoomed < 1.01;
      this.zoomOut.disabled = view.zoomed < 1.01;
      this.zoomIn.disabled = view.zoomed > CLOSEST * 0.99;
      this.mark(view);
      if (this.more) this.more();
    }

    /* What the next change will need is worked out piece by piece. */
    ahead(view) {
      if (prepare(this.model, view)) this.resting = setTimeout(() => this.ahead(view));
    }

    mark(view = this.view) {
      const focused = this.shadowRoot.activeElement === this.stage && this.byKey ? this.current : null;
      window.nagarMap.over(this.above.getContext("2d"), this.lit, focused, view);
    }

    /* The buttons stand in the corner where they cover least, the key of circles in that of the others. */
    clearCorner() {
      const { left, top, width, height } = this.getBoundingClientRect();
      const clearest = (wide, high, taken) => [["", ""], ["left", ""], ["", "low"], ["left", "low"]].map((corner) => {
        const [side, end] = corner;
        let hits = String(corner) === taken ? Infinity : 0;
        for (let step = 0; step < 16; step += 1) {
          const x = (side ? 0 : width - wide) + wide * (0.5 + step % 4) / 4, y = (end ? height - high : 0) + high * (0.5 + Math.floor(step / 4)) / 4;
          const at = this.onGrid(left + x, top + y);
          hits += this.hit(this.model.places, at) || this.hit(this.model.ground, at) ? 1 : 0;
        }
        return { hits, corner };
      }).reduce((least, other) => (other.hits < least.hits ? other : least)).corner;
      const corner = clearest(this.buttons.offsetWidth, this.buttons.offsetHeight);
      this.buttons.className = `buttons ${corner.join(" ")}`;
      if (this.model.sizes.length) this.view.corner = clearest(...KEY, String(corner));
    }

    /* Which place: under a point of the window, and where a place is */
    placeAt(clientX, clientY, near = 0) {
      const at = this.onGrid(clientX, clientY);
      return this.hit(this.model.places, at) || this.nearest(at, Math.max(near, this.model.sparse ? 8 : 0) / this.view.scale);
    }

    onGrid(clientX, clientY) {
      const frame = this.getBoundingClientRect(), { x, y, scale } = this.view;
      return [(clientX - frame.left - x) / scale, (clientY - frame.top - y) / scale];
    }

    /* The last drawn of some shapes that a point of the grid lies in. */
    hit(shapes, at) {
      const context = this.above.getContext("2d");
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      const found = shapes.findLast(({ box, path }) => at[0] >= box[0] && at[0] <= box[2] && at[1] >= box[1] && at[1] <= box[3]
        && context.isPointInPath(path, ...at));
      context.restore();
      return found;
    }

    /* A finger, or a dot, is wider than a small town. */
    nearest(at, reach) {
      let best = null, least = reach;
      for (const place of reach ? this.model.places : []) {
        const [left, top, right, bottom] = place.box;
        if (at[0] < left - reach || at[0] > right + reach || at[1] < top - reach || at[1] > bottom + reach) continue;
        const [x, y] = inside(place), far = Math.hypot(x - at[0], y - at[1]);
        if (far < least) [best, least] = [place, far];
      }
      return best;
    }

    pointOf(code) {
      const place = this.by && this.by.get(code);
      if (!place) return null;
      const frame = this.getBoundingClientRect(), [x, y] = inside(place), { x: left, y: top, scale } = this.view;
      return [frame.left + left + x * scale, frame.top + top + y * scale];
    }

    light(code) {
      this.lit = code ? this.model.places.filter((place) => place.code === code || place.unit === code) : [];
      this.mark();
    }

    tellLight(place) {
      const code = place ? place.unit || place.code : "";
      if (code === this.told_) return;
      this.told_ = code;
      this.dispatchEvent(new CustomEvent("nagar-light", { bubbles: true, composed: true, detail: { code } }));
    }

    /* The ready-made text of a place: lines, the first its name. */
    async textOf(place) {
      const { texts } = place;
      if (Array.isArray(texts)) return texts[place.at];
      if (!texts) return [place.code];
      if (!this.texts.has(texts)) {
        const coming = received(texts, "json");
        coming.catch(() => this.texts.delete(texts));
        this.texts.set(texts, coming);
      }
      try {
        return (await this.texts.get(texts))[place.at];
      } catch {
        return [place.code];
      }
    }

    async say(place, aloud = false) {
      this.pointed = place;
      if (!place) { this.text.hidden = true; return; }
      const lines = await this.textOf(place);
      if (this.pointed !== place) return;
      this.text.replaceChildren(...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
      this.text.hidden = false;
      const [x, y] = inside(place), { width, height, scale } = this.view, at = this.at || [x * scale + this.view.x, y * scale + this.view.y];
      const left = at[0] + 14 + this.text.offsetWidth > width ? at[0] - 14 - this.text.offsetWidth : at[0] + 14;
      const top = at[1] + 14 + this.text.offsetHeight > height ? at[1] - 14 - this.text.offsetHeight : at[1] + 14;
      this.text.style.left = `${Math.max(0, Math.min(left, width - this.text.offsetWidth))}px`;
      this.text.style.top = `${Math.max(0, top)}px`;
      if (aloud) this.spoken.textContent = lines.join(", ");
    }

    /* Going somewhere is following a link: in Dash the page's own script takes it, elsewhere the browser does. */
    follow(way, code) {
      if (!way) return;
      const link = made("a", "", { href: way.replace("__CODE__", encodeURIComponent(code)), hidden: "" });
      this.append(link);
      link.click();
      link.remove();
    }

    tap(place) {
      const { open, select, drill, selected } = this.given, code = (!open && place.unit) || place.code;
      this.follow(open || (code === selected ? drill : select), code);
    }

    /* What hands do */
    listen() {
      const { stage } = this, here = (event) => {
        const frame = this.getBoundingClientRect();
        return [event.clientX - frame.left, event.clientY - frame.top];
      };
      stage.addEventListener("pointermove", (event) => {
        if (event.pointerType === "touch" || this.drag) return;
        const place = this.placeAt(event.clientX, event.clientY);
        this.at = here(event);
        stage.classList.toggle("pointed", Boolean(place));
        this.tellLight(place);
        this.say(place);
      });
      stage.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "touch") return;
        this.tellLight(null);
        this.say(null);
      });
      this.listenToDrag(here);
      this.listenToFingers(here);
      stage.addEventListener("click", (event) => {
        if (this.moved) { this.moved = false; return; }
        const place = this.placeAt(event.clientX, event.clientY, event.pointerType === "touch" ? FINGER : 0);
        this.byKey = false;
        this.at = here(event);
        this.say(place);
        if (place) {
          this.current = place;
          this.tellLight(place);
          this.tap(place);
        }
      });
      /* The wheel scrolls the page; with Ctrl, or once the map is zoomed in, it zooms. */
      stage.addEventListener("wheel", (event) => {
        const outwards = event.deltaY > 0;
        if (!event.ctrlKey && !event.metaKey && (this.view.zoomed < 1.01)) return;
        event.preventDefault();
        const step = event.deltaY * (event.deltaMode ? 30 : 1) * (event.ctrlKey && Math.abs(event.deltaY) < 40 ? 5 : 1);
        if (outwards && this.view.zoomed < 1.01) return;
        this.zoomBy(Math.exp(-step * WHEEL), ...here(event), false);
      }, { passive: false });
      stage.addEventListener("keydown", (event) => this.key(event));
      stage.addEventListener("focus", () => {
        this.byKey = stage.matches(":focus-visible") || performance.now() - went < 10000;
        if (this.byKey) this.to(this.current || this.model.chosen[0] && this.by.get(this.model.chosen[0].code) || this.central());
      });
      stage.addEventListener("blur", () => { this.say(null); this.tellLight(null); this.mark(); });
    }

    listenToDrag(here) {
      const { stage } = this;
      stage.addEventListener("pointerdown", (event) => {
        this.moved = false;
        if (event.pointerType === "touch" || event.button || this.view.zoomed < 1.01) return;
        this.drag = [here(event), this.view.x, this.view.y];
      });
      const move = (event) => {
        if (!this.drag) return;
        const [from, x, y] = this.drag, [left, top] = here(event);
        if (!this.moved && Math.hypot(left - from[0], top - from[1]) < 5) return;
        if (!this.moved) stage.setPointerCapture(event.pointerId);
        this.moved = true;
        stage.classList.add("moving");
        this.say(null);
        this.move(this.held({ scale: this.view.scale, x: x + left - from[0], y: y + top - from[1] }), false);
      };
      const end = () => { this.drag = null; stage.classList.remove("moving"); };
      stage.addEventListener("pointermove", move);
      stage.addEventListener("pointerup", end);
      stage.addEventListener("pointercancel", end);
    }

    /* One finger belongs to the page, two to the map: what lies between them stays between them. */
    listenToFingers() {
      const { stage } = this, pair = (event) => {
        const frame = this.getBoundingClientRect(), [one, two] = event.touches;
        return { x: (one.clientX + two.clientX) / 2 - frame.left, y: (one.clientY + two.clientY) / 2 - frame.top,
          far: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) };
      };
      const start = (event) => {
        if (event.touches.length !== 2) return;
        event.preventDefault();
        this.pinch = { ...pair(event), view: { ...this.view } };
        this.say(null);
      };
      const move = (event) => {
        if (event.touches.length !== 2 || !this.pinch) return;
        event.preventDefault();
        this.moved = true;
        const now = pair(event), { x, y, far, view } = this.pinch, whole = this.whole_();
        const scale = Math.min(Math.max(view.scale * now.far / far, whole.scale), whole.scale * CLOSEST), share = scale / view.scale;
        this.move(this.held({ scale, x: now.x - (x - view.x) * share, y: now.y - (y - view.y) * share }), false);
      };
      stage.addEventListener("touchstart", start, { passive: false });
      stage.addEventListener("touchmove", move, { passive: false });
      const end = (event) => {
        if (event.touches.length >= 2 || !this.pinch) return;
        this.pinch = null;
        if (this.view.zoomed < 1.05) this.fit();
      };
      stage.addEventListener("touchend", end);
      stage.addEventListener("touchcancel", end);
    }

    central() {
      const { x, y, width, height, scale } = this.view;
      return this.nearest([(width / 2 - x) / scale, (height / 2 - y) / scale], Math.max(width, height) / scale);
    }

    to(place) {
      if (!place) return;
      this.current = place;
      this.at = null;
      const [x, y] = inside(place), { scale, width, height } = this.view, left = x * scale + this.view.x, top = y * scale + this.view.y;
      if (left < 0 || top < 0 || left > width || top > height) {
        this.move(this.held({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale }), false);
      }
      this.mark();
      this.tellLight(place);
      this.say(place, true);
    }

    key(event) {
      const way = WAYS[event.key], { open, select, drill, climb } = this.given;
      const act = way ? () => this.to(this.current ? neighbour(this.current, this.model.places, ...way) : this.central())
        : event.key === "Enter" ? () => this.follow(open || drill, (!open && this.current.unit) || this.current.code)
          : event.key === " " ? () => this.follow(open || select, (!open && this.current.unit) || this.current.code)
            : { Escape: climb && (() => this.follow(climb, "")), "+": () => this.zoomBy(1.6), "-": () => this.zoomBy(1 / 1.6), 0: () => this.fit(true) }[event.key];
      if (!act || event.altKey || event.ctrlKey || event.metaKey || (!this.current && ["Enter", " "].includes(event.key))) return;
      event.preventDefault();
      this.byKey = true;
      if (["Enter", " ", "Escape"].includes(event.key)) went = performance.now();
      act();
    }

    /* A PNG of the map as it is shown, with its words: title, line, keys, foot. */
    picture(words) {
      const canvas = window.nagarMap.picture(this.model, this.view, words);
      return new Promise((done) => { canvas.toBlob(done, "image/png"); });
    }
  }

  customElements.define("nagar-map", NagarMap);

  /* In Dash: {"namespace": "nagar", "type": "Map"} of a layout is this element. */
  window.nagar = {
    Map: ({ id, drawing, label }) => window.React.createElement("nagar-map", { id, drawing, label }),
  };
})();
