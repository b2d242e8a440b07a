/** The colour of a token as the theme in use computes it: a canvas cannot resolve `light-dark()`. */
export function colourOf(token: string, element: HTMLElement): string {
  const before = element.style.color;
  element.style.color = `var(${token})`;
  const found = getComputedStyle(element).color;
  element.style.color = before;
  return found;
}
