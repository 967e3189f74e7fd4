// Units in the order of their tree, with their depth; none is lost, whatever its parent says.
import type { Unit } from '../api/types';

export function asTree(units: readonly Unit[]): { unit: Unit; depth: number }[] {
  const rows: { unit: Unit; depth: number }[] = [];
  const placed = new Set<string>();
  const known = new Set(units.map(({ id }) => id));

  function place(unit: Unit, depth: number): void {
    if (placed.has(unit.id)) return;
    placed.add(unit.id);
    rows.push({ unit, depth });
    for (const child of units) if (child.parent === unit.id) place(child, depth + 1);
  }

  for (const unit of units) if (unit.parent === null || !known.has(unit.parent)) place(unit, 0);
  for (const unit of units) place(unit, 0);
  return rows;
}
