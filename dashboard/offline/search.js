/* The search of a copy: finds what geo/search.py finds, in its order. `places` are [code, folded names, folded codes], the
   likelier first; `folding` has the letters and patterns of that module. */
const nagarSearch = (places, folding) => {
  "use strict";
  const order = new Map(places.map(([code], at) => [code, at]));
  const own = (text) => text.replaceAll(" ", "");

  const letterOf = (one) => {
    const zero = Object.values(folding.zeroes).find((none) => one >= none && one.codePointAt(0) <= none.codePointAt(0) + 9);
    if (zero) return String(one.codePointAt(0) - zero.codePointAt(0));
    if (one.codePointAt(0) < 0x250) return one.normalize("NFD")[0].replace(/\P{L}/u, " ");
    return /^[\u0300-\u036f]$/.test(one) ? "" : one.replace(/[^\p{L}\p{M}]/u, " ");
  };
  const fold = (text) => [...text.normalize("NFC").toLowerCase()].map((one) => (one in folding.same_sound ? folding.same_sound[one] || "" : one))
    .map((one) => one && letterOf(one)).join("").trim().replace(/ +/g, " ");

  /* 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 letters inside; of a code only 0 and 1. */
  const fit = (name, wanted, isCode) => {
    const joined = own(name);
    if (joined === wanted) return 0;
    if (joined.startsWith(wanted)) return 1;
    if (isCode) return Infinity;
    const words = name.split(" ");
    if (words.some((_, at) => words.slice(at).join("").startsWith(wanted))) return 2;
    return wanted.length > 2 && joined.includes(wanted) ? 3 : Infinity;
  };
  const named = (wanted) => places.map(([code, names, codes]) =>
    [Math.min(...names.map((name) => fit(name, wanted)), ...codes.map((one) => fit(one, wanted, true))), code]).filter(([kind]) => kind < Infinity);

  /* How alike two texts are, of 100: the letters they have in common in one order, as rapidfuzz counts them. */
  const likeness = (one, other) => {
    let above = Array(other.length + 1).fill(0);
    for (const letter of one) {
      const row = [0];
      for (let at = 0; at < other.length; at += 1) row.push(letter === other[at] ? above[at] + 1 : Math.max(above[at + 1], row[at]));
      above = row;
    }
    const all = one.length + other.length;
    return 100 * (1 - (all - 2 * above[other.length]) / all);
  };
  const mistyped = (wanted, most) => {
    if (wanted.length < folding.least) return [];
    const names = new Map();
    places.forEach(([code, own_names]) => new Set(own_names.map(own)).forEach((name) => names.set(name, [...(names.get(name) || []), code])));
    return [...names].map(([name, codes]) => [likeness(wanted, name), codes]).filter(([alike]) => alike >= folding.likeness)
      .sort(([one], [other]) => other - one).slice(0, most).flatMap(([alike, codes]) => codes.map((code) => [4 + (100 - alike), code]));
  };

  /* Wards, by a palika's name or code and a number. */
  const wards = (wanted) => {
    const match = folding.wards.map((pattern) => new RegExp(`^(?:${pattern})$`).exec(wanted)).find(Boolean);
    if (!match) return [];
    const name = own(match[1]), hits = named(name);
    return (hits.length ? hits : mistyped(name, folding.most_names)).map(([kind, code]) => [kind, `${code}-${match[2].padStart(2, "0")}`])
      .filter(([, code]) => order.has(code));
  };

  /* Numbers of places, at most `most`. */
  return (text, most) => {
    const wanted = fold(text), code = text.trim().toUpperCase();
    if (!wanted) return [];
    const exact = order.has(code) ? [[-1, code]] : [];
    let found = [...exact, ...named(own(wanted)), ...wards(wanted)];
    if (!found.length) found = mistyped(own(wanted), most);
    const best = new Map();
    found.forEach(([kind, one]) => best.set(one, Math.min(kind, best.has(one) ? best.get(one) : Infinity)));
    return [...best].map(([one, kind]) => [kind, order.get(one)]).sort(([one, at], [other, after]) => one - other || at - after).slice(0, most).map(([, at]) => at);
  };
};
