/* The whole of <nagar-map> on its canvas. */
(() => {
  "use strict";
  const { GROUND, joined, seen, fill, lines, begin, symbols, dots, signs } = window.nagarMap;

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

  Object.assign(window.nagarMap, { map });
})();
