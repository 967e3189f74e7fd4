// On phones a row of choices may be longer than the screen: the one chosen comes into view.
export function keepInView(row: HTMLElement, _chosen: unknown) {
  const update = () => row.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  update();
  return { update };
}
