import { createHash } from 'node:crypto';
import { html, type Piece, verbatim } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';

/** A part of the page that the contents name. */
export interface Section {
  /** Kebab-case, never from a log. */
  readonly id: string;
  readonly title: string;
  readonly body: Piece;
}

export interface Shell {
  readonly title: string;
  /** What stands above the contents. */
  readonly intro: Piece;
  readonly sections: readonly Section[];
  readonly foot: Piece;
}

/** A whole page in one file: it may run its own script and use its own styles, and reach nothing else. */
export function shell({ title, intro, sections, foot }: Shell): string {
  const policy = [
    "default-src 'none'",
    `style-src ${sourceOf(STYLES)}`,
    `script-src ${sourceOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${verbatim(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
${intro}
<nav aria-label="Contents"><ul>
${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>\n`)}</ul></nav>
</header>
<main id="main">
${sections.map(section)}</main>
<footer>${foot}</footer>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`.toString();
}

function section({ id, title, body }: Section): Piece {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}
</section>
`;
}

/** The source of a policy that allows exactly this text. */
function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
