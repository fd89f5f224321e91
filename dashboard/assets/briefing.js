/* The tray of the page Briefing: what was collected, in order, with own words; saved in this browser, as a link or a file;
   made into files by the server. Its sentences come with the page (data-words). */
(() => {
  "use strict";
  const KEY = "nagar-briefing", ASIDE = "nagar-briefing-aside", LANGUAGES = ["en", "ne", "bn"], KINDS = ["pptx", "docx", "pdf", "html"];
  const MOST_UNDO = 50, POLL = 1000, LONGEST = 5000, LONGEST_TITLE = 200;  // characters
  const empty = () => ({ title: {}, items: [], snapshot: "" });
  const undone = [];
  let box = null, words = {}, reads = {}, lang = "en", chosen = { languages: null, kinds: ["pptx", "pdf"], each: "" };

  const read = () => { try { return { ...empty(), ...JSON.parse(localStorage.getItem(KEY)) }; } catch { return empty(); } };
  const write = (tray) => localStorage.setItem(KEY, JSON.stringify(tray));
  const remember = () => {
    undone.push(localStorage.getItem(KEY) || JSON.stringify(empty()));
    if (undone.length > MOST_UNDO) undone.shift();
    box.querySelector(".undo").hidden = false;
  };
  const change = (edit, draws = true) => { const tray = read(); edit(tray); remember(); write(tray); if (draws) draw(); };
  const undo = () => { localStorage.setItem(KEY, undone.pop()); draw(); focus(undone.length ? ".undo" : "input[name=title]"); };

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const button = (text, act, more) => element("button", { type: "button", class: "button", onclick: act, ...more }, text);
  const focus = (selector, place) => {
    const found = (place === undefined ? box : box.querySelectorAll("ol > li")[place]).querySelector(selector);
    if (found) found.focus();
  };
  const said = (texts) => (texts && (texts[lang] || texts.en || Object.values(texts)[0])) || "";

  /* The file: TOML, whose strings are those of JSON */
  const quoted = (text) => JSON.stringify(text).replace(/\u007f/g, "\\u007f");
  const texts = (of) => `{ ${Object.entries(of).map(([language, text]) => `${language} = ${quoted(text)}`).join(", ")} }`;
  const PARTS = ["heading", "text", "view", "picture", "table", "note", "page_break", "only_in"];
  const toml = (tray) => {
    const title = Object.values(tray.title).some(Boolean) ? tray.title : { [lang]: words.untitled };
    const lines = [`title = ${texts(title)}`];
    if (tray.snapshot) lines.push(`snapshot = ${quoted(tray.snapshot)}`);
    if ((tray.made_for || []).length) lines.push(`made_for = [${tray.made_for.map(quoted).join(", ")}]`);
    for (const item of tray.items) {
      lines.push("", "[[items]]");
      for (const name of PARTS) {
        const value = item[name];
        if (value === true) lines.push(`${name} = true`);
        else if (value && typeof value === "object") { if (Object.values(value).some(Boolean)) lines.push(`${name} = ${texts(value)}`); }
        else if (value) lines.push(`${name} = ${quoted(value)}`);
      }
    }
    return `${lines.join("\n")}\n`;
  };

  /* What is opened takes the place of the tray; what somebody made is put aside, until the next is. Not what was opened and
     left as it was, which can be opened again: two ready-made briefs that are only looked at cost nobody their own. */
  const putAside = () => {
    const tray = read();
    if (tray.items.length && toml(tray) !== tray.opened) localStorage.setItem(ASIDE, JSON.stringify(tray));
  };
  const replace = (brief) => {
    putAside();
    change((tray) => { Object.assign(tray, empty(), { made_for: [] }, brief); tray.opened = toml(tray); });
  };
  const bringBack = () => {
    const earlier = localStorage.getItem(ASIDE);
    localStorage.removeItem(ASIDE);
    putAside();
    remember();
    localStorage.setItem(KEY, earlier);
    draw();
    focus("input[name=title]");
  };
  const aside = (tray) => {
    const earlier = JSON.parse(localStorage.getItem(ASIDE) || "null");
    if (!earlier || toml(earlier) === toml(tray)) return null;  // undone: it is in the tray again
    return element("p", { class: "aside" }, `${words.aside.replace("{count}", count(earlier.items.length))} `, button(words.bring_back, bringBack));
  };

  const ask = async (body) => {
    const answer = await fetch("/brief", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...reads, ...body }) });
    const kind = answer.headers.get("Content-Type") || "";
    return kind.includes("json") ? answer.json() : { problems: [await answer.text()] };
  };
  const tell = (...lines) => {
    const told = box.querySelector(".told-here");
    told.replaceChildren(...lines.map((line) => (typeof line === "string" ? element("p", {}, line) : line)));
  };
  const failed = () => tell(words.failed);

  /* One item */
  const count = (number) => number.toLocaleString("en-IN").replace(/[0-9]/g, (one) => words.digits[one]);
  /* Too long a text is cut, and that is said below it; never amid a sign of two halves. */
  const cut = (made, most) => {
    const given = made.value.length;
    if (made.nextElementSibling && made.nextElementSibling.matches(".cut")) made.nextElementSibling.remove();
    if (given <= most) return;
    made.value = made.value.slice(0, most).replace(/[\ud800-\udbff]$/, "");
    made.after(element("p", { class: "sub cut", role: "alert" }, words.cut.replace("{kept}", count(made.value.length)).replace("{given}", count(given))));
  };
  /* Kept while it is typed; all that is typed before the field is left is one edit to undo. */
  const typed = (edit, most) => {
    let begun = false;
    return {
      oninput: ({ target }) => {
        cut(target, most);
        if (!begun) remember();
        begun = true;
        const tray = read();
        edit(tray, target.value);
        write(tray);
      },
      onblur: () => { begun = false; },
    };
  };
  const field = (value, edit, rows, label) => {
    const made = element("textarea", { rows, "aria-label": label, placeholder: label, ...typed(edit, LONGEST) });
    made.value = value;
    return made;
  };
  const move = (from, to, again) => {
    if (to < 0 || to >= read().items.length) return;
    change((tray) => { tray.items.splice(to, 0, ...tray.items.splice(from, 1)); });
    focus(again, to);
  };
  const takeOut = (place) => {
    change((tray) => { tray.items.splice(place, 1); });
    const left = read().items.length;
    if (left) focus(".remove", Math.min(place, left - 1)); else focus(".undo");
  };
  /* The picture alone, in the sizes people need; a place that is only filled in later has none yet. */
  const SIZES = { slide: "png", a4: "png", social: "png", svg: "svg" };
  const images = (item) => {
    if (item.view.includes("{")) return null;
    const address = (size) => `/image${item.view}${item.view.includes("?") ? "&" : "?"}of=${item.picture || "ranking"}&size=${size === "svg" ? "slide" : size}&as=${SIZES[size]}&${new URLSearchParams(reads)}`;
    return element("p", { class: "sub" }, `${words.image} `, ...Object.keys(SIZES).map((size) => element("a", { href: address(size), download: `nagar-${size}.${SIZES[size]}` }, words[`image_${size}`])));
  };
  const content = (item, place) => {
    const put = (name) => (tray, text) => { tray.items[place][name] = { ...tray.items[place][name], [lang]: text }; };
    if (item.heading) return [field(said(item.heading), put("heading"), 1, words.heading)];
    if (item.text) return [field(said(item.text), put("text"), 4, words.text)];
    if (item.page_break) return [element("i", {}, words.page_break)];
    const box_of_table = element("input", { type: "checkbox", checked: Boolean(item.table), onchange: (event) => change((tray) => { tray.items[place].table = event.target.checked; }, false) });
    const opens = item.view.includes("{") ? ["span", {}] : ["a", { href: item.view }];  // which place is not known yet
    return [element(...opens, item.label || `${item.view} (${item.picture || "ranking"})`), images(item),
      element("label", { class: "as-table" }, box_of_table, ` ${words.as_table}`), field(said(item.note), put("note"), 1, words.note)];
  };
  const row = (item, place) => element("li", {}, element("div", {}, ...content(item, place)), element("span", { class: "acts" },
    button("↑", () => move(place, place - 1, ".up"), { class: "button up", "aria-label": words.up, title: words.up }),
    button("↓", () => move(place, place + 1, ".down"), { class: "button down", "aria-label": words.down, title: words.down }),
    button("×", () => takeOut(place), { class: "button remove", "aria-label": words.remove, title: words.remove })));

  /* Files */
  const make = async () => {
    tell(words.starting);
    const languages = chosen.languages || [lang];
    const { place, each } = asked();
    const answer = await ask({ act: "make", brief: toml(read()), place, each, within: each ? place : "", languages, kinds: chosen.kinds }).catch(() => null);
    if (!answer) return failed();
    if (answer.problems) return tell(...answer.problems);
    follow(answer.job);
  };
  const follow = async (job) => {
    const found = await fetch(`/brief/${job}`, { cache: "no-store" }).then((answer) => answer.json()).catch(() => null);
    if (!found) return setTimeout(() => follow(job), 5 * POLL);
    if (found.state === "waiting" || found.state === "making") {
      const bar = element("progress", { max: found.count || 1, value: found.done });
      tell(element("p", {}, words[found.state], " ", bar, ` ${found.done}/${found.count}`));
      return setTimeout(() => follow(job), POLL);
    }
    const left = [...(found.missing || []), ...(found.errors || [])];
    const list = left.length ? element("ul", {}, ...left.map((text) => element("li", {}, text))) : null;
    if (found.state !== "done") return tell(words.not_made, ...(list ? [list] : []));
    tell(element("p", {}, element("a", { class: "button on", href: `/brief/${job}/file`, download: "" }, words.fetch)), ...(list ? [words.left_out, list] : []));
  };
  const save = () => {
    const file = element("a", { href: URL.createObjectURL(new Blob([toml(read())], { type: "application/toml" })), download: "briefing.toml" });
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 10000);
  };
  const open = async (event) => {
    const [file] = event.target.files;
    if (!file || file.size > 90000) return tell(words.too_large);
    const answer = await ask({ act: "read", brief: await file.text() }).catch(() => null);
    if (!answer) return failed();
    if (answer.problems) return tell(...answer.problems);
    replace(answer.brief);
  };
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const decoded = (text) => new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)));
  const share = async () => {
    const link = `${location.origin}/briefing#brief=${encoded(toml(read()))}`;
    try { await navigator.clipboard.writeText(link); tell(words.copied); } catch { tell(element("textarea", { rows: 3, readonly: true }, link)); }
  };
  const ofLink = async () => {
    if (!location.hash.startsWith("#brief=")) return;
    const text = location.hash.slice(7);
    history.replaceState(history.state, "", location.pathname + location.search);
    const answer = await ask({ act: "read", brief: decoded(text) }).catch(() => null);
    if (!answer || answer.problems) return tell(...((answer && answer.problems) || [words.failed]));
    replace(answer.brief);
  };

  /* What reads otherwise on newer data: each figure is kept or taken anew */
  const compare = async () => {
    const tray = read();
    if (!tray.snapshot || tray.snapshot === box.dataset.snapshot || !tray.items.length) return;
    const answer = await ask({ act: "changes", brief: toml(tray), place: "" }).catch(() => null);
    if (!answer || answer.problems) return;
    if (!answer.known) return tell(words.old_gone, button(words.refresh_all, refreshed));
    const lines = answer.changed.map((one) => element("li", {}, element("b", {}, one.title), ` ${one.before} → ${one.now} `,
      button(words.keep, (event) => { change((now) => { now.items[one.number].view += `&snapshot=${tray.snapshot}`; }, false); event.target.replaceWith(words.kept); })));
    tell(answer.changed.length ? words.changed : words.unchanged, element("ul", { class: "changed" }, ...lines), button(words.refresh_all, refreshed));
  };
  const refreshed = () => { change((tray) => { tray.snapshot = box.dataset.snapshot; }); };

  const choices = (name, known, now, shown) => element("fieldset", {}, element("legend", {}, words[name]), ...known.map((one) => element("label", {},
    element("input", { type: "checkbox", checked: now.includes(one), onchange: (event) => {
      const kept = new Set(chosen[name] || now);
      if (event.target.checked) kept.add(one); else kept.delete(one);
      chosen[name] = known.filter((other) => kept.has(other));
    } }), ` ${shown(one)}`)));

  const asked = () => ({ place: (box.querySelector("input[name=place]") || { value: "" }).value.trim(), each: (box.querySelector("select") || { value: "" }).value });
  const draw = () => {
    const tray = read(), kept = asked();
    const title = element("input", { type: "text", name: "title", "aria-label": words.title, placeholder: words.title,
      ...typed((now, text) => { now.title[lang] = text; }, LONGEST_TITLE) });
    title.value = said(tray.title);
    const place = element("input", { type: "text", name: "place", "aria-label": words.place, placeholder: words.place });
    place.value = kept.place;
    const each = element("select", { "aria-label": words.each }, ...Object.entries(words.levels).map(([level, text]) => element("option", { value: level, selected: level === kept.each }, text)));
    const add = (item) => () => { change((now) => { now.items.push(item()); }); focus("textarea, .remove", read().items.length - 1); };
    const clear = () => { change((now) => Object.assign(now, empty(), { made_for: [] })); focus(".undo"); };
    box.replaceChildren(...[
      aside(tray), title,
      tray.items.length ? element("ol", {}, ...tray.items.map(row)) : element("p", { class: "empty" }, words.nothing),
      element("p", { class: "acts" }, button(words.heading, add(() => ({ heading: { [lang]: words.heading } }))), button(words.text, add(() => ({ text: { [lang]: words.text } }))),
        button(words.page_break, add(() => ({ page_break: true }))), button(words.undo, undo, { class: "button undo", hidden: !undone.length }),
        tray.items.length ? button(words.clear, clear) : null),
      element("p", { class: "acts" }, tray.items.length ? button(words.save, save) : null, tray.items.length ? button(words.link, share) : null,
        element("label", { class: "button" }, words.open, element("input", { type: "file", accept: ".toml", class: "hidden-file", onchange: open }))),
      tray.items.length ? element("div", { class: "make" }, /\{(place|district|region|country)\}/.test(JSON.stringify(tray.items)) ? element("div", {}, place, each) : null, choices("kinds", KINDS, chosen.kinds, (one) => words.kinds_of[one]), choices("languages", LANGUAGES, chosen.languages || [lang], (one) => words.languages_of[one]),
        button(words.make, make, { class: "button on" })) : null,
      element("div", { class: "told-here", role: "status" })].filter(Boolean));
  };

  const begin = () => {
    const found = document.getElementById("tray");
    if (!found || (found === box && found.dataset.ready)) return;
    box = found;
    box.dataset.ready = "1";
    words = JSON.parse(box.dataset.words);
    reads = JSON.parse(box.dataset.reads);  // language, digits and calendar of the page
    lang = reads.lang;
    draw();
    ofLink().then(compare);
  };
  document.addEventListener("click", (event) => {
    const ready = event.target instanceof Element && event.target.closest("button[data-brief]");
    if (!ready) return;
    replace(JSON.parse(ready.dataset.brief));
    box.scrollIntoView();
  });
  document.addEventListener("nagar:drawn", begin);
  begin();
})();
