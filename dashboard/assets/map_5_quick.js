/* <nagar-map> with other values at once. Which place each pixel of a view shows, and how much of it lines cover, is worked out
   when the browser has time; then a colour is looked up for each pixel, and those of circles are mixed in. Edges drawn so are
   hard and states have no pattern yet: a moment later the map is drawn as always, by map_4_whole.js. */
(() => {
  "use strict";
  const { inside, begin, signs, seen, sameShapes, plainly, outline, lineWidth, lineColours, lines, circlesOf, circleLook, fillOf,
    PALE, GROUND, WIDE_ABOVE } = window.nagarMap;
  const ROW = 65536;  // more than a canvas is wide
  const MOST_CIRCLES = 1300;  // places, as `dashboard/figures/circles.py` has it
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

  /* Which place each pixel shows: 0 none, 1 the ground, then the places. */
  const pixelsOf = (places, ground, view, wide, high) => {
    const pixels = new Uint32Array(wide * high);
    for (const shape of ground) cover(pixels, wide, high, shape, 1, view);
    places.forEach(({ shape }, at) => cover(pixels, wide, high, shape, at + 2, view));
    return pixels;
  };

  /* The pixels that lines run through: the byte at which each begins, and the share of it that those between places (drawn
     red) and those of the level above (green) cover. */
  const linesOf = (places, ground, view, wide, high) => {
    const pen = Object.assign(document.createElement("canvas"), { width: wide, height: high }).getContext("2d", { willReadFrequently: true });
    begin(pen, view);
    const width = lineWidth(places, view);
    if (width) outline(pen, places, view, width, "#ff0000");
    pen.globalCompositeOperation = "lighter";  // not before: it makes hairlines wider
    if (ground.length) outline(pen, ground, view, WIDE_ABOVE, "#00ff00");
    const { data } = pen.getImageData(0, 0, wide, high);
    let many = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at]) many += 1;
    const found = { at: new Uint32Array(many), between: new Float32Array(many), above: new Float32Array(many) };
    for (let at = 0, next = 0; at < data.length; at += 4) {
      const alpha = data[at + 3] / 255;
      if (!alpha) continue;
      found.at[next] = at;
      found.between[next] = data[at] / 255 * alpha;
      found.above[next] = data[at + 1] / 255 * alpha;
      next += 1;
    }
    return found;
  };

  /* A colour as [red, green, blue]; the system's have only a name. */
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const partsOf = (colour) => {
    if (colour.startsWith("#")) return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    probe.fillStyle = colour;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };

  const BYTES = new Uint8Array(4), WORD = new Uint32Array(BYTES.buffer);
  const wordOf = (colour, share = 1) => {
    const under = partsOf(GROUND);
    BYTES.set([...partsOf(colour).map((part, at) => part * share + under[at] * (1 - share)), 255]);
    return WORD[0];
  };

  /* Lays a share of a colour over the pixel that begins at a byte. */
  const lay = (bytes, at, [red, green, blue], share) => {
    const below = bytes[at + 3] / 255 * (1 - share), all = below + share;
    if (!share) return;
    bytes[at] = (bytes[at] * below + red * share) / all;
    bytes[at + 1] = (bytes[at + 1] * below + green * share) / all;
    bytes[at + 2] = (bytes[at + 2] * below + blue * share) / all;
    bytes[at + 3] = 255 * all;
  };

  /* Every pixel in the colour of its place, with the lines where they are known. One with circles and one without are kept:
     below circles all places look alike, and nothing is to do for other values. */
  const landOf = (kept, places, model, view) => {
    const words = new Map(), of = new Uint32Array(places.length + 2), { line, over } = lineColours(model, view);
    of[1] = wordOf(GROUND);
    places.forEach(({ look }, at) => {
      if (!words.has(look)) words.set(look, wordOf(fillOf(look, model), look >= 0 && look & PALE ? 0.25 : 1));
      of[at + 2] = words.get(look);
    });
    const land = kept.lands[model.symbols ? 1 : 0], colours = `${line} ${over} ${of.join()}`;
    if (land.colours === colours) return land.image;
    tint(new Uint32Array(land.image.data.buffer), kept.pixels, of);
    if (kept.lines) layLines(land.image.data, kept.lines, partsOf(line), partsOf(over));
    land.colours = colours;
    return land.image;
  };

  const tint = (shown, pixels, of) => {  // nothing but numbers go in, so that what was trodden once stays so
    for (let at = 0; at < pixels.length; at += 1) shown[at] = of[pixels[at]];
  };

  const layLines = (data, lines, between, above) => {
    for (let next = 0; next < lines.at.length; next += 1) {
      lay(data, lines.at[next], between, lines.between[next]);
      lay(data, lines.at[next], above, lines.above[next]);
    }
  };

  /* What a kind of circle does to the pixels around its middle: how much of what is below stays, and what comes to it. */
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  const stampOf = ({ reach, colour, alpha, edge, edgeAlpha, wide }) => {
    const half = Math.ceil(reach + wide), side = 2 * half, inside = partsOf(colour), rim = partsOf(edge);
    const found = { half, where: new Int16Array(2 * side * side), stays: new Float32Array(side * side), comes: new Float32Array(3 * side * side), many: 0 };
    for (let row = -half; row < half; row += 1) {
      for (let column = -half; column < half; column += 1) {
        const far = Math.sqrt((row + 0.5) ** 2 + (column + 0.5) ** 2), from = wide / 2 - Math.abs(far - reach) + 0.5;
        const filled = alpha * within(reach - far + 0.5, 1), edged = edgeAlpha * within(from, Math.min(wide, 1));
        if (!filled && !edged) continue;
        const at = found.many;
        found.where[2 * at] = row;
        found.where[2 * at + 1] = column;
        found.stays[at] = (1 - filled) * (1 - edged);
        for (let part = 0; part < 3; part += 1) found.comes[3 * at + part] = inside[part] * filled * (1 - edged) + rim[part] * edged;
        found.many += 1;
      }
    }
    return found;
  };

  const stamp = ({ data, width, height }, x, y, { half, where, stays, comes, many }) => {
    const whole = x >= half && y >= half && x + half <= width && y + half <= height;
    for (let next = 0; next < many; next += 1) {
      const row = y + where[2 * next], column = x + where[2 * next + 1], at = 4 * (row * width + column), stay = stays[next];
      if (!whole && (row < 0 || column < 0 || row >= height || column >= width)) continue;
      if (data[at + 3] === 255) {
        data[at] = data[at] * stay + comes[3 * next];
        data[at + 1] = data[at + 1] * stay + comes[3 * next + 1];
        data[at + 2] = data[at + 2] * stay + comes[3 * next + 2];
        continue;
      }
      const below = stay * data[at + 3] / 255, all = below + 1 - stay;  // beside the land, where a canvas is seen through
      data[at] = (data[at] * below + comes[3 * next]) / all;
      data[at + 1] = (data[at + 1] * below + comes[3 * next + 1]) / all;
      data[at + 2] = (data[at + 2] * below + comes[3 * next + 2]) / all;
      data[at + 3] = 255 * all;
    }
  };

  /* The land with its circles; hatching comes later. */
  const circled = (kept, places, model, view) => {
    const kinds = new Map(), { image } = kept;
    image.data.set(landOf(kept, places, model, view).data);
    for (const { look, radius, x, y } of circlesOf(places, model, view)) {
      const kind = look * ROW + radius;
      if (!kinds.has(kind)) kinds.set(kind, stampOf(circleLook(look, radius, model.colours, view.ratio)));
      stamp(image, x, y, kinds.get(kind));
    }
    return image;
  };

  /* Works out into `view.kept` what the next values will need, a piece a call, so that nobody has to wait for all of it; true
     while there is more to do. */
  const prepare = (model, view) => {
    const { kept } = view, places = seen(model.places, view), ground = seen(model.ground, view), key = keyOf(view, ground);
    const wide = Math.round(view.width * view.ratio), high = Math.round(view.height * view.ratio);
    const next = kept.next && kept.next.key === key && sameShapes(kept.next.shapes, places) ? kept.next : null;
    if (!next) {
      if (kept.pixelsKey === key && sameShapes(kept.shapesOf, places)) return false;
      kept.next = { key, shapes: places.map((place) => place.shape), pixels: pixelsOf(places, ground, view, wide, high) };
    } else if (!next.lines && places.length <= MOST_CIRCLES) {
      next.lines = linesOf(places, ground, view, wide, high);
      places.forEach(inside);
    } else if (!next.lands) {
      const used = kept.image && kept.image.width === wide && kept.image.height === high ? kept : null;
      const image = () => new ImageData(wide, high);
      next.image = used ? used.image : image();
      next.lands = used ? used.lands.map((one) => ({ image: one.image })) : [{ image: image() }, { image: image() }];
      kept.shapesOf = null;  // until all of it is there
      landOf(next, places, { ...model, symbols: false }, view);
    } else {
      if (places.length <= MOST_CIRCLES) circled(next, places, { ...model, symbols: true }, view);
      const { pixels, lines, lands, image, shapes } = next;
      Object.assign(kept, { pixels, lines, lands, image, shapesOf: shapes, pixelsKey: key, next: null });
    }
    return Boolean(kept.next);
  };

  /* The map with its new values; false where it is not known yet what a pixel shows, or where few places are dots. */
  const recolour = (context, model, view) => {
    const { kept } = view, places = seen(model.places, view), ground = seen(model.ground, view);
    if (model.sparse || (model.symbols && !kept.lines) || kept.pixelsKey !== keyOf(view, ground) || !sameShapes(kept.shapesOf, places)) return false;
    const image = (model.symbols ? circled : landOf)(kept, places, model, view);
    begin(context, view);
    plainly(context, () => context.putImageData(image, 0, 0));
    if (!kept.lines) lines(context, places, ground, model, view);
    signs(context, model, view);
    return true;
  };

  Object.assign(window.nagarMap, { prepare, recolour });
})();
