/** An email without a format: rendered as text and as HTML, so that both say the same. */
export interface EmailTemplate {
  readonly subject: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] };

export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function render(template: EmailTemplate): RenderedEmail {
  return { subject: headerSafe(template.subject), text: renderText(template), html: renderHtml(template) };
}

/** A subject is one line: characters that could start another header become a space. */
function headerSafe(subject: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return subject.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim();
}

function renderText({ heading, blocks }: EmailTemplate): string {
  return `${[heading, ...blocks.map(textOf)].join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'facts':
      return block.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  }
}

function renderHtml({ heading, blocks }: EmailTemplate): string {
  return [
    '<!doctype html>',
    '<html lang="en"><body style="font-family:sans-serif;color:#222;max-width:36em">',
    `<h2>${escapeHtml(heading)}</h2>`,
    ...blocks.map(htmlOf),
    '</body></html>',
    '',
  ].join('\n');
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'button':
      return `<p><a href="${escapeHtml(block.url)}" style="background:#2c6e49;color:#fff;padding:10px 20px;text-decoration:none;border-radius:5px">${escapeHtml(block.label)}</a></p>`;
    case 'facts':
      return `<p>${block.facts.map(factHtml).join('<br>\n')}</p>`;
  }
}

function factHtml([name, value]: readonly [string, string]): string {
  return `<strong>${escapeHtml(name)}:</strong> ${escapeHtml(value)}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML content and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
