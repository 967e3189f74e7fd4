// Swiping a row of a list: a shortcut of buttons that stand in the paper. Vertical strokes stay with the browser
// (`touch-action: pan-y`); a short stroke, or one that turns back, does nothing.
export type Way = 'right' | 'left';

/** As far as a finger goes before it means a swipe, and before it does something. */
export const BEGINS_PX = 14;
export const DOES_PX = 88;

/** How far a row follows the finger: not at all until the stroke is clearly sideways, and only where it does something. */
export function follow(dx: number, dy: number, going: boolean, does: Record<Way, boolean>): number | null {
  if (!going && (Math.abs(dx) < BEGINS_PX || Math.abs(dx) < 1.5 * Math.abs(dy))) return null;
  const way = dx > 0 ? 'right' : 'left';
  return does[way] ? Math.max(-160, Math.min(160, dx)) : 0;
}

export const wayOf = (shift: number): Way | null => (shift >= DOES_PX ? 'right' : shift <= -DOES_PX ? 'left' : null);

export interface Rows {
  /** What swiping the row of a task does, in words; none where it does nothing. */
  words: (task: string, way: Way) => string | null;
  swiped: (task: string, way: Way) => void;
}

/** Lets the rows of a list be swiped until the answer is called. */
export function swipeable(list: HTMLElement, rows: Rows): () => void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let row: HTMLElement | null = null;
  let from = { x: 0, y: 0 };
  let shift: number | null = null;

  const taskOf = () => row?.dataset.task ?? '';
  const does = () => ({ right: rows.words(taskOf(), 'right') !== null, left: rows.words(taskOf(), 'left') !== null });

  function show(): void {
    if (!row || shift === null) return;
    const way = shift > 0 ? 'right' : 'left';
    row.dataset.swipe = way;
    row.toggleAttribute('data-does', wayOf(shift) !== null);
    row.dataset.words = rows.words(taskOf(), way) ?? '';
    const paper = row.firstElementChild as HTMLElement;
    paper.style.transform = still ? '' : `translateX(${shift}px)`;
  }

  function rest(): void {
    if (!row) return;
    const paper = row.firstElementChild as HTMLElement;
    paper.style.transform = '';
    delete row.dataset.swipe;
    row.removeAttribute('data-does');
    row = null;
    shift = null;
  }

  function down(event: PointerEvent): void {
    if (event.pointerType === 'mouse' || !event.isPrimary) return;
    row = (event.target as HTMLElement).closest('li[data-task]');
    from = { x: event.clientX, y: event.clientY };
    shift = null;
  }

  function move(event: PointerEvent): void {
    if (!row || !event.isPrimary) return;
    const next = follow(event.clientX - from.x, event.clientY - from.y, shift !== null, does());
    if (next === null) return;
    if (shift === null) row.setPointerCapture(event.pointerId);
    shift = next;
    show();
  }

  function up(): void {
    const [task, way] = [taskOf(), shift === null ? null : wayOf(shift)];
    const swiped = shift !== null;
    rest();
    // The touch that ends a swipe opens nothing.
    if (swiped) list.addEventListener('click', halt, { capture: true, once: true });
    if (swiped) setTimeout(() => list.removeEventListener('click', halt, true), 50);
    if (way) rows.swiped(task, way);
  }

  function halt(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
  }

  const told = new AbortController();
  const { signal } = told;
  list.classList.add('swipes');
  list.addEventListener('pointerdown', down, { signal });
  list.addEventListener('pointermove', move, { signal });
  list.addEventListener('pointerup', up, { signal });
  list.addEventListener('pointercancel', rest, { signal });
  return () => {
    told.abort();
    rest();
    list.classList.remove('swipes');
  };
}
