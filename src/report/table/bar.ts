const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** Below this a page has no room for more than short bars. */
const ROOMY_PAGE = 100;

/** A share from 0 to 1 as a bar of at most `width` columns; what is more than nothing shows at least a sliver. */
export function bar(share: number, width: number): string {
  if (!(share > 0)) return '';
  const eighths = Math.max(1, Math.round(Math.min(1, share) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** Columns of a whole bar on a page of so many: a bar is a picture of the share beside it, so it may be narrow. */
export function barColumns(pageWidth: number): number {
  return pageWidth >= ROOMY_PAGE ? 24 : 8;
}
