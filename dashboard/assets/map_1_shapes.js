/* Shapes and values of <nagar-map>, from files and bytes to places that can be drawn. Nothing here draws.
   A file of shapes is TopoJSON on the grid of geo/topology.py; values are the bytes of dashboard/figures/values.py. */
(() => {
  "use strict";
  // As `dashboard/document.py` has it, which lets all other screens fetch the whole ahead.
  const PHONE = "((max-width: 860px) or ((pointer: coarse) and (max-width: 1100px)))";
  const AT_ONCE = 6, AGAIN = 5000;  // files; ms until one that did not come is asked for again
  const kept = new Map();  // address -> promise of the places of a file: a page asks for each once

  const received = async (address, kind) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer[kind]();
  };

  /* A place: code, number in its layer, rings (x0, y0, x1, y1, ... on the grid; the first of a polygon is its outline),
     box [left, top, right, bottom], area of the outlines, and a Path2D. */
  const placeOf = (code, number, polygons) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity], path = new Path2D();
    let area = 0;
    for (const rings of polygons) {
      area += Math.abs(areaOf(rings[0]));
      for (const ring of rings) {
        for (let at = 0; at < ring.length; at += 2) {
          const x = ring[at], y = ring[at + 1];
          if (at) path.lineTo(x, y); else path.moveTo(x, y);
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        path.closePath();
      }
    }
    return { code, number, polygons, box, area, path };
  };

  const lineOf = (arc, { scale, translate }) => {
    const line = new Float64Array(arc.length * 2);
    let x = 0, y = 0;
    arc.forEach(([dx, dy], at) => {
      x += dx;
      y += dy;
      line[2 * at] = x * scale[0] + translate[0];
      line[2 * at + 1] = y * scale[1] + translate[1];
    });
    return line;
  };

  const ringOf = (numbers, lines) => {
    const ring = [];
    for (const number of numbers) {
      const line = lines[number < 0 ? ~number : number], points = line.length / 2;
      for (let step = ring.length ? 1 : 0; step < points; step += 1) {
        const at = 2 * (number < 0 ? points - 1 - step : step);
        ring.push(line[at], line[at + 1]);
      }
    }
    return ring;
  };

  const placesOf = (topology) => {
    const lines = topology.arcs.map((arc) => lineOf(arc, topology.transform));
    return topology.objects.places.geometries.map((shape, at) => {
      const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.arcs;
      const rings = polygons.map((polygon) => polygon.map((numbers) => ringOf(numbers, lines)));
      return placeOf(shape.id, topology.first + at, rings);
    });
  };

  /* The places of a file: an address, or a topology itself where the page holds it. */
  const places = (file) => {
    if (typeof file !== "string") return Promise.resolve(placesOf(file));
    if (!kept.has(file)) {
      const coming = received(file, "json").then(placesOf);
      coming.catch(() => kept.delete(file));  // the next drawing tries again
      kept.set(file, coming);
    }
    return kept.get(file);
  };

  const bytesOf = async (values) => {
    if (!values.startsWith("data:")) return received(values, "arrayBuffer");
    const text = atob(values.split(",")[1]), bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    return bytes.buffer;
  };

  /* What the bytes say: `where` maps a place's number to its line in `looks`, `units`, `sizes` and in the texts. */
  const valuesOf = (bytes, digest) => {
    const length = new DataView(bytes).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
    if (head.shapes !== digest) throw new Error(`values of the shapes ${head.shapes}, shapes ${digest}`);
    const count = head.ranges.reduce((sum, range) => sum + range[1], 0);
    const numbers = (place) => new Int16Array(bytes, 4 + length + place * 2 * count, count);
    const where = new Map();
    for (const [first, many] of head.ranges) {
      for (let number = first; number < first + many; number += 1) where.set(number, where.size);
    }
    return { where, names: head.units, letters: head.unit_letters || 0, looks: numbers(0), units: head.units && numbers(1),
      sizes: head.sizes && new Uint8Array(bytes, 4 + length + (head.units ? 4 : 2) * count, count) };
  };

  /* Those shapes of a file that have a value or a state, with both. */
  const coloured = (shapes, { where, names, letters, looks, units, sizes }, texts) => {
    const found = [];
    for (const shape of shapes) {
      const { code, number, box, path } = shape, at = where.get(number);
      if (at === undefined) continue;
      const unit = letters ? code.slice(0, letters) : units && units[at] >= 0 ? names[units[at]] : "";
      found.push({ shape, code, box, path, look: looks[at], unit, size: sizes && sizes[at] ? 1.1 ** (2 * (sizes[at] - 63)) : 0, at, texts });
    }
    return found;
  };

  /* The files of a layer, with the boxes of those that are parts: a phone takes a large layer district by district. */
  const filesOf = ({ files, whole, parts }) => {
    if (!whole) return files.map((file) => ({ file }));
    if (!window.matchMedia(PHONE).matches) return [{ file: whole }];
    const stem = whole.slice(0, whole.indexOf("."));
    return parts.map(([end, ...box]) => ({ file: `${stem}${end}.json`, box }));
  };

  /* The layers of a drawing as they come: few files at once, the nearest first. `far(box)` says how far a part lies from
     what is looked at, Infinity where nobody needs it now; `more()` is to be called when that has changed. `came(left)` is
     called after each file with how many are still to come and how many were lost, `failed(error)` for one that was.
     `places()` are those that are there, always in the same order. */
  const layersOf = (layers, far, came, failed) => {
    const files = layers.flatMap((given) => {
      const values = bytesOf(given.values).then((bytes) => valuesOf(bytes, given.shapes));
      return filesOf(given).map((one) => ({ ...one, values, texts: given.texts, far: 0, again: 0, found: [] }));
    });
    const waiting = new Set(files);
    let asked = 0;
    const take = async (one) => {
      try {
        const [shapes, values] = await Promise.all([places(one.file), one.values]);
        Object.assign(one, { found: coloured(shapes, values, one.texts), again: 0 });
      } catch (error) {
        one.again = performance.now() + AGAIN;
        waiting.add(one);
        failed(error);
      }
      asked -= 1;
      came(more(), files.filter((other) => other.again > performance.now()).length);
    };
    const more = () => {
      const now = performance.now();
      for (const one of waiting) one.far = one.again > now ? Infinity : one.box ? far(one.box) : 0;
      const near = [...waiting].filter((one) => one.far < Infinity).sort((one, two) => one.far - two.far);
      for (const one of near.slice(0, AT_ONCE - asked)) {
        waiting.delete(one);
        asked += 1;
        take(one);
      }
      return asked;
    };
    return { more, places: () => files.flatMap((one) => one.found) };
  };

  /* Places of other layers, drawn as lines only. */
  const only = async (given) => {
    const wanted = given.codes && new Set(given.codes), files = await Promise.all(given.files.map(places));
    return files.flat().filter((place) => !wanted || wanted.has(place.code));
  };

  const areaOf = (ring) => {
    let sum = 0;
    for (let at = 0; at + 3 < ring.length; at += 2) sum += ring[at] * ring[at + 3] - ring[at + 2] * ring[at + 1];
    return sum / 2;
  };

  /* A point well inside: the middle of the widest stretch of the largest polygon, on one of nine lines across it. */
  const inside = (place) => {
    const shape = place.shape || place;
    if (shape.point) return shape.point;
    const rings = shape.polygons.reduce((large, other) => (Math.abs(areaOf(other[0])) > Math.abs(areaOf(large[0])) ? other : large));
    const tops = rings[0].filter((_, at) => at % 2), low = Math.min(...tops), high = Math.max(...tops);
    let best = [0, (shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2];
    for (let step = 1; step < 10; step += 1) {
      const y = low + (high - low) * step / 10, crossed = [];
      for (const ring of rings) {
        for (let at = 0; at + 3 < ring.length; at += 2) {
          const [x1, y1, x2, y2] = [ring[at], ring[at + 1], ring[at + 2], ring[at + 3]];
          if ((y1 > y) !== (y2 > y)) crossed.push(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
        }
      }
      crossed.sort((one, two) => one - two);
      for (let at = 0; at + 1 < crossed.length; at += 2) {
        const weight = (crossed[at + 1] - crossed[at]) * (1 - Math.abs(step - 5) / 12);
        if (weight > best[0]) best = [weight, (crossed[at] + crossed[at + 1]) / 2, y];
      }
    }
    shape.point = [best[1], best[2]];
    return shape.point;
  };

  /* The nearest place that lies more or less in a direction (dx, dy of -1, 0, 1); null at the edge. */
  const neighbour = (from, others, dx, dy) => {
    const [x0, y0] = inside(from);
    let best = null, least = Infinity;
    for (const other of others) {
      if (other === from) continue;
      const [x, y] = inside(other), along = (x - x0) * dx + (y - y0) * dy, across = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (along <= 0 || across > along * 1.2) continue;
      const far = along + 1.5 * across;
      if (far < least) [best, least] = [other, far];
    }
    return best;
  };

  window.nagarMap = { received, layersOf, only, inside, neighbour, areaOf };
})();
