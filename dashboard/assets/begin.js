/* The scripts that follow the map's: they come once the map that the document begins with has its shapes, which is seen
   sooner by as long as it takes a phone to fetch and to read them. A document without a map waits for nothing. */
(() => {
  "use strict";
  const LONGEST = 4000;  // ms; links lead on without scripts
  /* Buttons that were pressed before there was a script to act: `page_4_page.js` presses them again. */
  document.pressed = [];
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("#first button");
    if (button) document.pressed.push(button);
  });
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    for (const src of JSON.parse(document.getElementById("later").textContent)) {
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
  };
  document.addEventListener("nagar-received", begin, { once: true });
  if (document.querySelector("nagar-map")) setTimeout(begin, LONGEST);
  else begin();
})();
