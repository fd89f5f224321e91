/* The whole of <nagar-map> on its canvas; and as a picture with its words, that survives copying. */
(() => {
  "use strict";
  const { GROUND, INK, FONT, STATES, HATCH, patternOf, joined, seen, fill, lines, begin, symbols, dots, signs } = window.nagarMap;

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

  Object.assign(window.nagarMap, { map, picture });
})();
