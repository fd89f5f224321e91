/* What stands on the land of <nagar-map>: circles with their key, dots, flows, numbers, places that were chosen or pointed at. */
(() => {
  "use strict";
  const { INK, HATCHED, PALE, HATCH, patternOf, grouped, colourOf, outline, plainly, begin } = window.nagarMap;
  const FONT = 'system-ui, "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali", sans-serif';

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

  /* The circles in the order in which they are drawn, in pixels of the screen; a radius of 0 is that of a zero. */
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

  Object.assign(window.nagarMap, { circlesOf, circleLook, symbols, dots, signs, over });
})();
