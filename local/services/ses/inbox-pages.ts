import { createHash } from 'node:crypto';
import type { Answer } from '../http.ts';
import { escapeXml } from '../xml.ts';
import type { SentMail } from './mailbox.ts';

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
/** The mail's own HTML: no scripts, nothing from the network, and links open outside of the frame. */
const messagePolicy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`;
const sandbox = 'allow-popups allow-popups-to-escape-sandbox';

export function listPage(mails: readonly SentMail[], key: string): Answer {
  const rows = mails.map(
    (mail) =>
      `<tr><td><time>${escapeXml(mail.sentAt)}</time></td><td>${escapeXml(mail.to.join(', '))}</td>` +
      `<td><a href="/mail/${mail.id}?key=${key}">${escapeXml(mail.subject || '(no subject)')}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(200, 'Inbox', mails.length === 0 ? '<p>No mail has been sent yet.</p>' : table);
}

export function mailPage(mail: SentMail, key: string): Answer {
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  const facts: [string, string][] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Cc', mail.cc.join(', ')],
    ['Bcc', mail.bcc.join(', ')],
    ['Sent', mail.sentAt],
    ['Tags', tags.join(', ')],
  ];
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeXml(value)}</dd>`);
  const frame =
    mail.html === null
      ? ''
      : `<iframe title="The mail as HTML" sandbox="${sandbox}" src="/message/${mail.id}?key=${key}"></iframe>`;
  const back = `<p><a href="/?key=${key}">Back to the inbox</a></p>`;
  const text = `<h2>As text</h2><pre>${escapeText(mail.text)}</pre>`;
  return page(200, mail.subject || '(no subject)', `${back}<dl>${rows.join('')}</dl>${frame}${text}`);
}

/** The mail's HTML, for the frame. */
export function messagePage(mail: SentMail): Answer {
  const body = `<!doctype html><meta charset="utf-8"><base target="_blank">${mail.html ?? `<pre>${escapeText(mail.text)}</pre>`}`;
  return html(200, body, messagePolicy);
}

export function notFoundPage(key: string): Answer {
  return page(404, 'No such mail', `<p><a href="/?key=${key}">Back to the inbox</a></p>`);
}

export function refusedPage(): Answer {
  return page(403, 'This inbox is private', '<p>Open it by the address that was printed at the start.</p>');
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

/** Text that keeps its line ends. */
function escapeText(text: string): string {
  return text.split('\n').map(escapeXml).join('\n');
}
