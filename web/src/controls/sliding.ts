// On phones a row of choices may be longer than the screen: the one chosen comes into view, with the next frame, so that
// nothing is laid out twice.
export function keepInView(row: HTMLElement, _chosen: unknown) {
  const update = () => void requestAnimationFrame(() => row.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }));
  update();
  return { update };
}
