import { createHash } from 'node:crypto';
import type { Answer } from '../http/server.ts';
import { escapeXml } from '../http/xml.ts';
import type { SentEmail } from './email-store.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentcolor 20%, transparent); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 32rem; border: 1px solid color-mix(in srgb, currentcolor 30%, transparent); background: white; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
/** The email's own HTML runs no scripts and loads nothing from the network; links open in a new tab. */
const messagePolicy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`;
const sandbox = 'allow-popups allow-popups-to-escape-sandbox';

export function listPage(emails: readonly SentEmail[], key: string): Answer {
  const rows = emails.map(
    (email) =>
      `<tr><td><time>${escapeXml(email.sentAt)}</time></td><td>${escapeXml(email.to.join(', '))}</td>` +
      `<td><a href="/mail/${email.id}?key=${key}">${escapeXml(email.subject || '(no subject)')}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(200, 'Inbox', emails.length === 0 ? '<p>No emails yet.</p>' : table);
}

export function emailPage(email: SentEmail, key: string): Answer {
  const tags = Object.entries(email.tags).map(([name, value]) => `${name}=${value}`);
  const facts: [string, string][] = [
    ['From', email.from],
    ['To', email.to.join(', ')],
    ['Cc', email.cc.join(', ')],
    ['Bcc', email.bcc.join(', ')],
    ['Sent', email.sentAt],
    ['Tags', tags.join(', ')],
  ];
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeXml(value)}</dd>`);
  const frame =
    email.html === null
      ? ''
      : `<iframe title="HTML version" sandbox="${sandbox}" src="/message/${email.id}?key=${key}"></iframe>`;
  const back = `<p><a href="/?key=${key}">Back to the inbox</a></p>`;
  const text = `<h2>Plain text</h2><pre>${escapeText(email.text)}</pre>`;
  return page(200, email.subject || '(no subject)', `${back}<dl>${rows.join('')}</dl>${frame}${text}`);
}

/** The email's HTML, for the frame. */
export function messagePage(email: SentEmail): Answer {
  const body = `<!doctype html><meta charset="utf-8"><base target="_blank">${email.html ?? `<pre>${escapeText(email.text)}</pre>`}`;
  return html(200, body, messagePolicy);
}

export function notFoundPage(key: string): Answer {
  return page(404, 'Email not found', `<p><a href="/?key=${key}">Back to the inbox</a></p>`);
}

export function refusedPage(): Answer {
  return page(403, 'This inbox is private', '<p>Open it with the link in the terminal.</p>');
}

function page(status: number, title: string, content: string): Answer {
  const safe = escapeXml(title);
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${safe}</title><style>${style}</style><h1>${safe}</h1>${content}</html>`;
  return html(status, body, pagePolicy);
}

function html(status: number, body: string, policy: string): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return { status, headers, body };
}

/** Escapes text but keeps its line breaks. */
function escapeText(text: string): string {
  return text.split('\n').map(escapeXml).join('\n');
}
