/* The land of <nagar-map>: places in the colour of their class, states with their patterns, lines. Pure drawing, as in the next
   two files: nothing here listens or fetches. */
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

  const begin = (context, view) => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width * view.ratio, view.height * view.ratio);
    context.setTransform(view.scale * view.ratio, 0, 0, view.scale * view.ratio, view.x * view.ratio, view.y * view.ratio);
  };

  Object.assign(window.nagarMap, { GROUND, INK, HATCHED, PALE, WIDE_ABOVE, HATCH, patternOf, joined, grouped, seen, lineWidth,
    colourOf, fillOf, fill, outline, lineColours, lines, sameShapes, plainly, begin });
})();
