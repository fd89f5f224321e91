/* What hands do on <nagar-map>, with mouse, fingers and keys, for which place it is, and what is said of that place. */
(() => {
  "use strict";
  const { View, CLOSEST, inside, neighbour, received } = window.nagarMap;
  const WHEEL = 0.0015, FINGER = 12;
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let went = -Infinity;  // when a key last led away

  const made = (tag, kind, attributes = {}) => {
    const one = document.createElement(tag);
    one.className = kind;
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    return one;
  };

  window.nagarMap.Hands = class extends View {
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

    /* A map that comes after a key has led away has the focus again. */
    takeFocus() {
      if (performance.now() - went < 10000 && document.activeElement === document.body) this.stage.focus({ preventScroll: true });
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
  };
  window.nagarMap.made = made;
})();
