/** Makes a picture with many links one stop of the tab key: within it, the arrow keys move from one to the next. */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

/** @param {Element} box */
export function roving(box) {
  const links = /** @type {SVGElement[]} */ (/** @type {unknown} */ ([...box.querySelectorAll("a")]));
  links.forEach((link, index) => link.setAttribute("tabindex", index ? "-1" : "0"));
  box.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    const here = links.indexOf(/** @type {any} */ (document.activeElement));
    const there = key === "Home" ? 0 : key === "End" ? links.length - 1 : here + (STEPS[key] ?? 0);
    if (here < 0 || there === here || !links[there]) return;
    event.preventDefault();
    links[here].setAttribute("tabindex", "-1");
    links[there].setAttribute("tabindex", "0");
    links[there].focus();
  });
}
