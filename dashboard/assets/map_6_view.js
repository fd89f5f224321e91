/* Where <nagar-map> lies in its frame (`view`, as map_4_whole.js has it, and zoomed: 1 when all is seen), and when it is drawn:
   fitted, moved, zoomed, resized. */
(() => {
  "use strict";
  const { map, recolour, prepare, over } = window.nagarMap;
  const CLOSEST = 24;
  const KEY = [150, 90];  // about the width and height of the key of circles
  const REST = 200;  // ms without a drawing until nothing moves
  const asked = (query) => window.matchMedia(query), SYSTEM = asked("(forced-colors: active)");

  window.nagarMap.View = class extends HTMLElement {
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

    ahead(view) {
      if (prepare(this.model, view)) this.resting = setTimeout(() => this.ahead(view));
    }

    mark(view = this.view) {
      const focused = this.shadowRoot.activeElement === this.stage && this.byKey ? this.current : null;
      over(this.above.getContext("2d"), this.lit, focused, view);
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
      this.view.corner = clearest(...KEY, String(corner));  // with circles or without: the next values may have them
    }
  };
  window.nagarMap.CLOSEST = CLOSEST;
})();
