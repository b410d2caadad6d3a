/** Rows that one press of a table's button adds: more would make a page of 100,000 rows stand still. */
export const ROWS_ADDED = 1000;

/**
 * All that the page does by itself: tables sort by a column, long ones show more of their rows, and everything is open on
 * paper. Cells that hold figures carry them as `data-value`; an empty one is unknown and comes last whichever way is sorted.
 */
export const SCRIPT = `'use strict';
(() => {
  const words = new Intl.Collator('en', { numeric: true });
  const kept = new Map();

  /** All rows of a table in their order, those too that are not in the page yet. */
  const rowsOf = (table) => {
    let rows = kept.get(table);
    if (rows === undefined) {
      const rest = document.getElementById(table.id + '-rest');
      rows = [...table.tBodies[0].rows, ...(rest === null ? [] : rest.content.querySelectorAll('tr'))];
      kept.set(table, rows);
    }
    return rows;
  };

  const keyOf = (row, column, isNumber) => {
    const cell = row.children[column];
    if (!isNumber) return cell.textContent.trim() || undefined;
    return cell.dataset.value ? Number(cell.dataset.value) : undefined;
  };

  const nextOrder = (now, isNumber) => {
    if (now === 'none') return isNumber ? 'descending' : 'ascending';
    return now === 'ascending' ? 'descending' : 'ascending';
  };

  const sort = (th) => {
    const table = th.closest('table');
    const column = [...th.parentNode.children].indexOf(th);
    const isNumber = th.classList.contains('number');
    const order = nextOrder(th.getAttribute('aria-sort'), isNumber);
    const sign = order === 'ascending' ? 1 : -1;
    const keyed = rowsOf(table).map((row) => ({ row, key: keyOf(row, column, isNumber) }));
    keyed.sort(({ key: a }, { key: b }) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      return sign * (isNumber ? a - b : words.compare(a, b));
    });
    const rows = keyed.map(({ row }) => row);
    kept.set(table, rows);
    const body = table.tBodies[0];
    const part = document.createDocumentFragment();
    for (const row of rows.slice(0, body.rows.length)) part.appendChild(row);
    body.replaceChildren(part);
    for (const other of th.parentNode.children) other.setAttribute('aria-sort', other === th ? order : 'none');
  };

  const more = (button) => {
    const table = document.getElementById(button.dataset.more);
    const body = table.tBodies[0];
    const rows = rowsOf(table);
    const from = body.rows.length;
    const part = document.createDocumentFragment();
    for (const row of rows.slice(from, from + ${ROWS_ADDED})) part.appendChild(row);
    body.appendChild(part);
    const next = body.rows[from];
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    if (body.rows.length === rows.length) button.parentNode.remove();
    else document.querySelector('[data-shown="' + table.id + '"]').textContent = body.rows.length.toLocaleString('en-US');
  };

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (button === null) return;
    if (button.dataset.more !== undefined) more(button);
    else sort(button.closest('th'));
  });

  const closed = new Set();
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details:not([open])')) {
      closed.add(details);
      details.open = true;
    }
  });
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
    closed.clear();
  });
})();
`;
