/* <nagar-map> in other colours at once. Which place each pixel of a view shows is worked out when the browser has time;
   then other values are a matter of looking up a colour a pixel, however many places there are. Edges drawn so are hard and
   states have no pattern yet: a moment later the map is drawn as always, by map_2_paint.js. */
(() => {
  "use strict";
  const { begin, marks, seen, sameShapes, plainly, fillOf, PALE, GROUND } = window.nagarMap;
  const ROW = 65536;  // more than a canvas is wide
  const keyOf = ({ x, y, scale, width, height, ratio }, ground) => [x, y, scale, width, height, ratio, ...ground.map((place) => place.code)].join();

  /* Writes `number` into every pixel whose middle lies in the place. */
  const cover = (pixels, wide, high, { box, polygons }, number, { x, y, scale, ratio }) => {
    const factor = scale * ratio, left = x * ratio, top = y * ratio - 0.5, crossed = [];
    if (box[2] * factor + left < 0 || box[0] * factor + left > wide || box[3] * factor + top < 0 || box[1] * factor + top > high) return;
    for (const ring of polygons.flat()) {
      for (let at = 0; at + 3 < ring.length; at += 2) {
        const y1 = ring[at + 1] * factor + top, y2 = ring[at + 3] * factor + top;
        const first = Math.max(0, Math.ceil(Math.min(y1, y2))), end = Math.min(high, Math.ceil(Math.max(y1, y2)));
        if (first >= end) continue;
        const x1 = ring[at] * factor + left, slope = (ring[at + 2] * factor + left - x1) / (y2 - y1);
        for (let row = first; row < end; row += 1) {
          crossed.push(row * ROW + Math.min(Math.max(x1 + (row - y1) * slope, 0), wide));
        }
      }
    }
    crossed.sort((one, two) => one - two);
    for (let at = 0; at + 1 < crossed.length; at += 2) {  // in and out again, row by row
      const row = Math.floor(crossed[at] / ROW), start = row * (wide - ROW);
      pixels.fill(number, Math.ceil(crossed[at] + start - 0.5), Math.ceil(crossed[at + 1] + start - 0.5));
    }
  };

  /* Works out which place each pixel shows, into `view.kept`: 0 none, 1 the ground, then the places. */
  const prepare = (model, view) => {
    const { kept } = view, places = seen(model.places, view), ground = seen(model.ground, view);
    const wide = Math.round(view.width * view.ratio), high = Math.round(view.height * view.ratio);
    if (kept.pixelsKey === keyOf(view, ground) && sameShapes(kept.pixelsOf, places)) return;
    const pixels = new Uint32Array(wide * high);
    for (const shape of ground) cover(pixels, wide, high, shape, 1, view);
    places.forEach(({ shape }, at) => cover(pixels, wide, high, shape, at + 2, view));
    const image = kept.image && kept.image.width === wide && kept.image.height === high ? kept.image : new ImageData(wide, high);
    Object.assign(kept, { pixels, image, colours: "", pixelsKey: keyOf(view, ground), pixelsOf: places.map((place) => place.shape) });
    tint(kept, places, model);  // so that the first change finds the way well trodden, too
  };

  const BYTES = new Uint8Array(4), WORD = new Uint32Array(BYTES.buffer);
  const wordOf = (colour, share = 1) => {
    const parts = (one) => [1, 3, 5].map((at) => parseInt(one.slice(at, at + 2), 16)), under = parts(GROUND);
    BYTES.set([...parts(colour).map((part, at) => part * share + under[at] * (1 - share)), 255]);
    return WORD[0];
  };

  /* Every pixel in the colour of its place; nothing to do where all colours are as before, as they are below circles. */
  const tint = (kept, places, model) => {
    const words = new Map(), of = new Uint32Array(places.length + 2);
    of[1] = wordOf(GROUND);
    places.forEach(({ look }, at) => {
      if (!words.has(look)) words.set(look, wordOf(fillOf(look, model), look >= 0 && look & PALE ? 0.25 : 1));
      of[at + 2] = words.get(look);
    });
    const colours = of.join();
    if (kept.colours === colours) return;
    const { pixels, image } = kept, shown = new Uint32Array(image.data.buffer);
    for (let at = 0; at < pixels.length; at += 1) shown[at] = of[pixels[at]];
    kept.colours = colours;
  };

  /* The map in the colours of its values; false where it is not known yet which place a pixel shows. */
  const recolour = (context, model, view) => {
    const { kept } = view, places = seen(model.places, view), ground = seen(model.ground, view);
    if (kept.pixelsKey !== keyOf(view, ground) || !sameShapes(kept.pixelsOf, places)) return false;
    tint(kept, places, model);
    begin(context, view);
    plainly(context, () => context.putImageData(kept.image, 0, 0));
    marks(context, places, ground, model, view);
    return true;
  };

  Object.assign(window.nagarMap, { prepare, recolour });
})();
