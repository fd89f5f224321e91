/* The service worker: keeps the shell (a document without a page), scripts and styles, and every file whose address is
   made of its content. It keeps no figures: pages are kept, and told as old, by page_2_parts.js. VERSION and KEPT stand above. */
"use strict";
const FILES = `nagar-files-${VERSION}`;
const LASTING = "nagar-lasting";
const MOST = 300;  // files: the wards of a country are 77 on a phone
const OURS = /^\/(csv|xlsx|parquet|gpkg|image|template|document|shapes|values|texts|file|assets|page|rest|whole|healthz|sw\.js|_dash|brief\/|brief$|f\/)/;

/* A phone takes half a second to start a worker. Where the browser can be told so, pages do not wait for one at all, and
   documents and files come from whichever is there first, the worker or the network with the browser's own cache. */
const ROUTES = [
  // A browser asks for the icon at each change of address: not worth waking a worker for.
  { condition: { urlPattern: { pathname: "/file/*/favicon.png" } }, source: "network" },
  ...["/page/*", "/rest/*", "/whole/*", "/csv/*", "/xlsx/*", "/document/*", "/brief/*", "/f/*", "/_dash*"].map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" })),
  { condition: { requestMode: "navigate" }, source: "race-network-and-fetch-handler" },
  ...["/file/*", "/shapes/*", "/values/*", "/texts/*"].map((pathname) =>
    ({ condition: { urlPattern: { pathname } }, source: "race-network-and-fetch-handler" })),
];

self.addEventListener("install", (event) => event.waitUntil((async () => {
  try {
    if (event.addRoutes) await event.addRoutes(ROUTES);
  } catch { /* a browser that knows other routes: the worker is asked each time */ }
  await (await caches.open(FILES)).addAll(KEPT);
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("nagar-files-") && name !== FILES).map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
})()));

/* The server's document if it can be had; else the shell, which asks for its page and finds what was kept. */
const opened = async (event) => {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (error) {
    const shell = await caches.match("/shell");
    if (shell) return shell;
    throw error;
  }
};

const lasting = async (event) => {
  const found = await caches.match(event.request);
  if (found) return found;
  const answer = await fetch(event.request);
  if (answer.ok && (answer.headers.get("Cache-Control") || "").includes("immutable")) event.waitUntil(keep(event.request, answer.clone()));
  return answer;
};

const keep = async (request, answer) => {
  const box = await caches.open(LASTING);
  await box.put(request, answer);
  const all = await box.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((one) => box.delete(one)));
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (!OURS.test(url.pathname)) event.respondWith(opened(event));
  } else if (/^\/(file|shapes|values|texts)\//.test(url.pathname)) {
    event.respondWith(lasting(event));
  }
});
