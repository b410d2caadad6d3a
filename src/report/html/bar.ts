import { html, type Markup } from './markup.ts';

/** A share as a bar on the width of its cell; a picture of the figure beside it, so nothing is read out. */
export function bar(share: number): Markup {
  const width = Math.min(1, Math.max(0, share)) * 100;
  return html`<svg class="bar" aria-hidden="true"><rect width="${width}%" height="100%"/></svg>`;
}

/** A share that may be negative: what adds to the cost is hollow, so that it is told apart without colour. */
export function signedBar(share: number): Markup {
  if (share >= 0) return bar(share);
  const width = Math.min(1, -share) * 98;
  return html`<svg class="bar" aria-hidden="true"><rect class="hollow" x="1" y="1" width="${width}%" height="6"/></svg>`;
}
