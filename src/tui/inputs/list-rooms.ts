/** Lines of a list that has nothing to show: its title says so. */
const TITLE = 1;
/** Title, header and two rows. */
const LEAST = 4;

/**
 * Lines of several lists, one below the other, in `height` lines in all. Each has its least; the active one gets what it
 * needs of the rest, then the others in their order. 0 where even that does not fit: the active one is always there.
 */
export function listRooms(rows: readonly number[], active: number, height: number): readonly number[] {
  const needs = rows.map((size) => (size === 0 ? TITLE : size + 2));
  const rooms = needs.map((need) => Math.min(need, LEAST));
  const sum = (): number => rooms.reduce((total, room) => total + room, 0);
  for (let i = rooms.length - 1; i >= 0 && sum() > height; i--)
    if (i !== active) rooms[i] = Math.min(rooms[i]!, TITLE);
  for (let i = rooms.length - 1; i >= 0 && sum() > height; i--) if (i !== active) rooms[i] = 0;
  const order = [active, ...rooms.keys()].filter((i, at, all) => all.indexOf(i) === at && rooms[i]! > TITLE);
  for (const i of order) {
    const rest = height - sum();
    rooms[i] = Math.min(needs[i]!, rooms[i]! + Math.max(0, rest));
  }
  return rooms;
}
