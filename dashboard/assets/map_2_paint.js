/* What <nagar-map> puts on its canvas: places in the colour of their class, states with their patterns, lines, symbols,
   flows and callouts; and the same as a picture with its words. Pure drawing: nothing here listens or fetches. */
(() => {
  "use strict";
  const GROUND = "#ece9e2", BELOW_CIRCLES = "#f8f7f3", BETWEEN_CIRCLES = "#d5d0c4", INK = "#14242a", LINE = "#7d8a8c", HATCHED = 64, PALE = 128, CLASS = 63;
  const STATES = [  // in the order of dashboard/figures/states.py: ground, pattern, colour and width of its lines
    { name: "hidden", ground: "#d8cfe0", line: "M1.5,1.5 h1.2 M4.5,4.5 h1.2", colour: "#6b5a78", width: 1.2 },
    { name: "not_reported", ground: "#c4c4c4" },
    { name: "not_applicable", ground: "#e9e6df", line: "M0,0 l6,6 M6,0 l-6,6", colour: "#c9c3b4", width: 0.8 },
    { name: "no_data", ground: "#ffffff" },
    { name: "cannot_be_added", ground: "#dfe3ea", line: "M0,3 h6", colour: "#8b97a8", width: 1 },
  ];
  const HATCH = { name: "unreliable", line: "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", colour: INK, width: 1 };
  const FONT = 'system-ui, "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali", sans-serif';
  const tiles = new Map();

  /* A pattern that keeps its size on the screen whatever the map's scale is. */
  const patternOf = (context, look, ratio) => {
    const key = `${look.name} ${ratio}`;
    if (!tiles.has(key)) {
      const tile = document.createElement("canvas"), size = Math.max(6, Math.round(6 * ratio));
      tile.width = tile.height = size;
      const brush = tile.getContext("2d");
      brush.scale(size / 6, size / 6);
      if (look.ground) {
        brush.fillStyle = look.ground;
        brush.fillRect(0, 0, 6, 6);
      }
      brush.strokeStyle = look.colour;
      brush.lineWidth = look.width;
      brush.stroke(new Path2D(look.line));
      tiles.set(key, tile);
    }
    const pattern = context.createPattern(tiles.get(key), "repeat");
    pattern.setTransform(context.getTransform().inverse());
    return pattern;
  };

  const joined = (places) => {
    const path = new Path2D();
    for (const place of places) path.addPath(place.path);
    return path;
  };

  const grouped = (places, keyOf) => {
    const found = new Map();
    for (const place of places) {
      const key = keyOf(place);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(place);
    }
    return found;
  };

  const seen = (places, view) => {
    const left = -view.x / view.scale, top = -view.y / view.scale;
    const right = left + view.width / view.scale, bottom = top + view.height / view.scale;
    return places.filter(({ box }) => box[2] >= left && box[0] <= right && box[3] >= top && box[1] <= bottom);
  };

  /* White lines swamp small places: how wide they are follows the middle width of a place on the screen. Of many places
     they are no wider than a point of the screen, which a phone draws ten times faster. */
  const MANY = 200;
  const lineWidth = (places, { scale, ratio }) => {
    const middle = places.reduce((sum, { box }) => sum + box[2] - box[0], 0) / (places.length || 1) * scale;
    const wide = middle < 5 ? 0 : middle < 12 ? 0.3 : middle < 30 ? 0.6 : 1;
    return places.length > MANY ? Math.min(wide, 1 / ratio) : wide;
  };

  const colourOf = (look, colours) => (look < 0 ? STATES[-look - 1].ground : colours[look & CLASS]);

  /* What a place is filled with: below circles all that have a value look alike. */
  const fillOf = (look, model) => (model.symbols && look >= 0 ? BELOW_CIRCLES : colourOf(look, model.colours));

  const fill = (context, places, model, view) => {
    const wide = lineWidth(places, view);
    for (const [look, same] of grouped(places, (place) => place.look)) {
      const path = joined(same), state = look < 0 ? STATES[-look - 1] : null, pale = look >= 0 && look & PALE;
      context.globalAlpha = pale ? 0.25 : 1;
      context.fillStyle = fillOf(look, model);
      context.fill(path);
      if (state && state.line) {
        context.fillStyle = patternOf(context, state, view.ratio);
        context.fill(path);
      }
      if (state || !wide) {  // without a line of its own a place is drawn out by a hair, or its neighbours would leave seams
        context.strokeStyle = state ? "#b7b1a4" : context.fillStyle;
        context.lineWidth = (state ? Math.max(wide, 0.4) : 0.4) / view.scale;
        context.stroke(path);
      }
      if (look >= 0 && look & HATCHED && !model.symbols) {
        context.fillStyle = patternOf(context, HATCH, view.ratio);
        context.fill(path);
      }
      context.globalAlpha = 1;
    }
  };

  const outline = (context, places, view, width, colour, dash = []) => {
    context.strokeStyle = colour;
    context.lineWidth = width / view.scale;
    context.lineJoin = "round";
    context.setLineDash(dash.map((length) => length / view.scale));
    context.stroke(joined(places));
    context.setLineDash([]);
  };

  /* Of the lines between places, and of those of the level above. */
  const WIDE_ABOVE = 1.1;
  const lineColours = (model, view) => ({ line: view.line || (model.symbols ? BETWEEN_CIRCLES : "#ffffff"), over: view.over || LINE });

  /* The lines between places and those of the level above are the same whatever colours lie below them: they are drawn
     once for a view and kept in `view.kept`, where there is one. */
  const lines = (context, places, ground, model, view) => {
    const { x, y, scale, width, height, ratio } = view, { line, over } = lineColours(model, view), kept = view.kept || {};
    const key = [x, y, scale, width, height, ratio, over, line, ...ground.map((place) => place.code)].join();
    if (kept.key !== key || !sameShapes(kept.shapes, places)) {
      const canvas = kept.canvas = kept.canvas || document.createElement("canvas"), wide = lineWidth(places, view);
      Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });  // and empty
      const pen = canvas.getContext("2d");
      pen.setTransform(context.getTransform());
      if (wide) outline(pen, places, view, wide, line);
      if (ground.length) outline(pen, ground, view, WIDE_ABOVE, over);
      Object.assign(kept, { key, shapes: places.map((place) => place.shape) });
    }
    plainly(context, () => context.drawImage(kept.canvas, 0, 0));
  };

  const sameShapes = (shapes, places) => Boolean(shapes) && shapes.length === places.length
    && places.every(({ shape }, at) => shape === shapes[at]);

  /* Pixels are pixels, whatever the map's scale is. */
  const plainly = (context, draw) => {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    draw();
    context.restore();
  };

  const circle = (context, [x, y], radius) => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
  };

  /* Circles whose area is the size. All together they cover a part of the map at most, or nothing would be seen of it;
     zero is a small ring. */
  const CROWD = 0.3;
  const largestCircle = (model, view) => {
    const zoomed = view.zoomed || 1, scale = view.scale / zoomed;
    const sum = (all, of) => all.reduce((total, one) => total + of(one), 0);
    model.crowd = model.crowd || [Math.max(sum(model.places, (one) => one.shape.area), sum(model.ground, (one) => one.area)), sum(model.places, (one) => one.size)];
    const [area, sizes] = model.crowd, most = Math.sqrt(CROWD * area * scale ** 2 / Math.PI / (sizes || 1));
    return Math.min(Math.min(view.width, view.height) / 9, most) * Math.sqrt(zoomed);  // in pixels of CSS
  };

  /* How a circle is filled and edged, and how wide its edge is in pixels; one of a zero is hollow. */
  const circleLook = (look, radius, colours, ratio) => {
    const [colour, edge] = radius ? [colourOf(look, colours), "#ffffff"] : ["#ffffff", INK], alpha = look & PALE ? 0.4 : 1;
    return { reach: radius || 1.5 * ratio, colour, alpha: 0.6 * alpha, edge, edgeAlpha: alpha, wide: 0.7 * ratio };
  };

  /* Circles of few sizes come again and again: each is drawn once and then stamped, which a phone does five times faster. */
  const stamps = new Map(), MOST_STAMPS = 200;
  const stampOf = (radius, look, colours, ratio) => {
    const { reach, colour, alpha, edge, edgeAlpha, wide } = circleLook(look, radius, colours, ratio);
    const stamp = document.createElement("canvas"), pen = stamp.getContext("2d");
    stamp.width = stamp.height = 2 * Math.ceil(reach + ratio);
    circle(pen, [stamp.width / 2, stamp.width / 2], reach);
    pen.globalAlpha = alpha;
    pen.fillStyle = colour;
    pen.fill();
    pen.globalAlpha = edgeAlpha;
    pen.strokeStyle = edge;
    pen.lineWidth = wide;
    pen.stroke();
    return stamp;
  };
  const stampsOf = (look, colours, ratio) => {
    const kind = [colourOf(look, colours), look & PALE, ratio].join();
    if (!stamps.has(kind) || stamps.get(kind).size > MOST_STAMPS) stamps.set(kind, new Map());
    return stamps.get(kind);
  };

  /* The circles in the order in which they are drawn: where its middle is and how far it reaches, in pixels of the
     screen; a radius of 0 is that of a zero. */
  const circlesOf = (places, model, view) => {
    const { ratio } = view, largest = 2 * largestCircle(model, view) * ratio, scale = view.scale * ratio, left = view.x * ratio, top = view.y * ratio;
    const sorted = places.filter((place) => place.look >= 0).sort((one, two) => two.size - one.size);
    return [...grouped(sorted, (place) => place.look).values()].flat().map((place) => {
      const { look, size } = place, [east, south] = nagarMap.inside(place);
      const radius = size ? Math.max(Math.round(largest * Math.sqrt(size)) / 2, ratio) : 0;
      return { look, radius, x: Math.round(east * scale + left), y: Math.round(south * scale + top) };
    });
  };

  const symbols = (context, places, model, view) => plainly(context, () => {
    const { ratio } = view;
    let last = null, kept = null;
    for (const { look, radius, x, y } of circlesOf(places, model, view)) {
      if (look !== last) [last, kept] = [look, stampsOf(look, model.colours, ratio)];
      if (!kept.has(radius)) kept.set(radius, stampOf(radius, look, model.colours, ratio));
      const stamp = kept.get(radius), half = stamp.width / 2;
      context.drawImage(stamp, x - half, y - half);
      if (!(look & HATCHED)) continue;
      circle(context, [x, y], radius);
      context.fillStyle = patternOf(context, HATCH, ratio);
      context.fill();
    }
  });

  /* The key of the circles: one in the other, each with its number. It is drawn on a canvas of its own: letters on one
     that belongs to the page make a phone work out the styles of all of the page. */
  const pad = document.createElement("canvas");
  const keyOf = ({ sizes, colours }, largest, ratio, canvas = pad) => {
    const pen = canvas.getContext("2d"), LINE_HIGH = 15, EDGE = 5, font = `12px ${FONT}`;
    pen.font = font;
    const across = 2 * largest + 10, wide = across + Math.max(...sizes.map(([, text]) => pen.measureText(text).width)) + 2 * EDGE;
    const high = Math.max(2 * largest * Math.sqrt(sizes[0][0]) + 4, LINE_HIGH * sizes.length) + 2 * EDGE, foot = high - EDGE - 1;
    Object.assign(canvas, { width: Math.ceil(wide * ratio), height: Math.ceil(high * ratio) });
    pen.scale(ratio, ratio);
    pen.fillStyle = "#ffffffd8";
    pen.fillRect(0, 0, wide, high);
    Object.assign(pen, { font, textBaseline: "middle", strokeStyle: INK });
    sizes.forEach(([share, text], at) => {
      const radius = Math.max(largest * Math.sqrt(share), 1), line = EDGE + LINE_HIGH * (at + 0.5);
      circle(pen, [EDGE + largest, foot - radius], radius);
      Object.assign(pen, { fillStyle: `${colours[0]}55`, lineWidth: 0.8 });
      pen.fill();
      pen.stroke();
      pen.beginPath();
      pen.moveTo(EDGE + largest, foot - 2 * radius);
      pen.lineTo(EDGE + across - 4, line);
      Object.assign(pen, { fillStyle: INK, lineWidth: 0.5 });
      pen.stroke();
      pen.fillText(text, EDGE + across - 1, line);
    });
    return canvas;
  };

  /* In the corner that `view.corner` names. */
  const key = (context, model, view) => plainly(context, () => {
    const { ratio } = view, made = keyOf(model, largestCircle(model, view), ratio), [side, end] = view.corner || ["left", "low"];
    context.drawImage(made, side ? 0 : Math.round(view.width * ratio) - made.width, end ? Math.round(view.height * ratio) - made.height : 0);
  });

  /* Towns on an empty country are dots when they are too small to be seen as shapes. */
  const dots = (context, places, model, view) => {
    for (const place of places) {
      const { box, look } = place;
      if ((box[2] - box[0]) * view.scale > 6 || (box[3] - box[1]) * view.scale > 6) continue;
      circle(context, nagarMap.inside(place), 3 / view.scale);
      context.fillStyle = colourOf(look, model.colours);
      context.fill();
      context.strokeStyle = INK;
      context.lineWidth = 0.5 / view.scale;
      context.stroke();
    }
  };

  /* Arcs from place to place, as wide as they are large, each bent to its left so that both ways can be told apart. */
  const flows = (context, model, view) => {
    for (const { from, to, size } of [...model.flows].sort((one, two) => two.size - one.size).slice(0, 30).reverse()) {
      const [x1, y1] = from, [x2, y2] = to, [dx, dy] = [x2 - x1, y2 - y1];
      const bend = [(x1 + x2) / 2 + dy / 4, (y1 + y2) / 2 - dx / 4], wide = (0.8 + 6 * size) / view.scale;
      const turn = Math.atan2(y2 - bend[1], x2 - bend[0]), head = wide * 1.6 + 4 / view.scale;
      const end = [x2 - head * Math.cos(turn), y2 - head * Math.sin(turn)];
      context.strokeStyle = context.fillStyle = "#14242acc";
      context.lineWidth = wide;
      context.beginPath();
      context.moveTo(x1, y1);
      context.quadraticCurveTo(...bend, ...end);
      context.stroke();
      context.beginPath();
      context.moveTo(x2, y2);
      for (const side of [0.45, -0.45]) context.lineTo(x2 - head * 1.3 * Math.cos(turn + side), y2 - head * 1.3 * Math.sin(turn + side));
      context.fill();
    }
  };

  const written = (context, text, [x, y], view, size, colour, halo) => {
    context.save();
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.font = `600 ${size}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = halo;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
    context.restore();
  };

  const onScreen = ([x, y], view) => [x * view.scale + view.x, y * view.scale + view.y];

  /* A place that is hard to see gets a ring and its name beside it. */
  const callout = (context, place, name, view) => {
    const [left, top, right, bottom] = place.box;
    if (Math.max(right - left, bottom - top) * view.scale > 22) return;
    const at = nagarMap.inside(place), [x, y] = onScreen(at, view);
    circle(context, at, 11 / view.scale);
    context.strokeStyle = INK;
    context.lineWidth = 1.6 / view.scale;
    context.stroke();
    if (!name) return;
    const below = y < view.height / 2, spot = [Math.min(Math.max(x, 60), view.width - 60), below ? y + 40 : y - 40];
    context.save();
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.beginPath();
    context.moveTo(x, below ? y + 11 : y - 11);
    context.lineTo(spot[0], below ? spot[1] - 9 : spot[1] + 9);
    context.lineWidth = 1.2;
    context.stroke();
    context.restore();
    written(context, name, spot, view, 13.5, INK, "#ffffff");
  };

  const begin = (context, view) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width * view.ratio, view.height * view.ratio);
    context.setTransform(view.scale * view.ratio, 0, 0, view.scale * view.ratio, view.x * view.ratio, view.y * view.ratio);
  };

  /* The whole map. `view`: x, y and scale from grid to pixels of CSS, width, height, ratio of device pixels. */
  const map = (context, model, view) => {
    begin(context, view);
    const places = seen(model.places, view), ground = seen(model.ground, view);
    if (ground.length) {
      context.fillStyle = GROUND;
      context.fill(joined(ground));
    }
    fill(context, places, model, view);
    if (model.sparse && !model.symbols) dots(context, places, model, view);
    lines(context, places, ground, model, view);
    if (model.symbols) symbols(context, places, model, view);
    signs(context, model, view);
  };

  /* What stands on the coloured places and their circles. */
  const signs = (context, model, view) => {
    if (model.sizes.length) key(context, model, view);
    if (model.compared.length) outline(context, model.compared, view, 2, INK, [5, 3]);
    if (model.chosen.length) outline(context, model.chosen, view, model.chosen.length > 1 ? 1.6 : 2.4, view.strong || INK);
    if (model.flows.length) flows(context, model, view);
    for (const { place, text } of model.numbers) written(context, text, onScreen(nagarMap.inside(place), view), view, 15, "#ffffff", INK);
    if (model.chosen.length === 1) callout(context, model.chosen[0], model.name, view);
  };

  /* What changes as one points: lit places and the one that has the focus. */
  const over = (context, lit, current, view) => {
    begin(context, view);
    if (lit.length) outline(context, lit, view, 1.6, view.strong || INK);
    if (!current) return;
    outline(context, [current], view, 5, "#ffffff");
    outline(context, [current], view, 2.6, view.focus || "#0f6b6b");
    if ((current.box[2] - current.box[0]) * view.scale > 14) return;
    circle(context, nagarMap.inside(current), 9 / view.scale);
    context.lineWidth = 2 / view.scale;
    context.stroke();
  };

  const wrapped = (context, text, width) => {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer; else lines.push(word);
    }
    return lines;
  };

  /* A picture that survives copying: title and line above, legend, source and address below. `keys`: {look or colour,
     text}; the map is drawn again, as sharp as the picture. Gives a canvas. */
  const picture = (model, view, words) => {
    const WIDE = 1100, EDGE = 30, height = Math.round(view.height / view.width * (WIDE - 2 * EDGE));
    const canvas = document.createElement("canvas"), ratio = 2;
    const context = canvas.getContext("2d"), texts = [];
    let y = EDGE;
    const put = (text, size, weight, colour) => {
      context.font = `${weight} ${size}px ${FONT}`;
      for (const line of wrapped(context, text, WIDE - 2 * EDGE)) {
        y += size * 1.35;
        texts.push({ line, x: EDGE, y, font: context.font, colour });
      }
    };
    put(words.title, 26, 600, INK);
    put(words.line, 17, 400, "#55646a");
    const top = y + 14;
    y = top + height + 10;
    context.font = `400 15px ${FONT}`;
    let x = EDGE;
    const keys = words.keys.map((key) => {
      const wide = 30 + context.measureText(key.text).width + 18;
      if (x > EDGE && x + wide > WIDE - EDGE) [x, y] = [EDGE, y + 24];
      x += wide;
      return { ...key, x: x - wide, y: y + 16 };
    });
    y += 26;
    for (const line of words.foot) put(line, 13, 400, "#55646a");
    canvas.width = WIDE * ratio;
    canvas.height = (y + EDGE) * ratio;
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    const own = document.createElement("canvas"), factor = (WIDE - 2 * EDGE) / view.width;
    own.width = (WIDE - 2 * EDGE) * ratio;
    own.height = height * ratio;
    map(own.getContext("2d"), model, { ...view, ratio: ratio * factor, line: "", over: "", strong: "", kept: null });
    context.drawImage(own, EDGE * ratio, top * ratio);
    context.scale(ratio, ratio);
    for (const { line, x: left, y: low, font, colour } of texts) {
      [context.font, context.fillStyle] = [font, colour];
      context.fillText(line, left, low);
    }
    for (const { colour, state, text, x: left, y: low } of keys) {
      const look = state === "unreliable" ? HATCH : STATES.find((one) => one.name === state);
      context.fillStyle = colour || (look && (look.line ? patternOf(context, look, ratio) : look.ground)) || GROUND;
      context.fillRect(left, low - 11, 22, 12);
      context.strokeStyle = "#b7b1a4";
      context.strokeRect(left, low - 11, 22, 12);
      [context.font, context.fillStyle] = [`400 15px ${FONT}`, INK];
      context.fillText(text, left + 28, low);
    }
    return canvas;
  };

  Object.assign(window.nagarMap, { map, signs, begin, seen, sameShapes, plainly, outline, lineWidth, lineColours,
    circlesOf, circleLook, fillOf, PALE, GROUND, WIDE_ABOVE, over, picture });
})();
