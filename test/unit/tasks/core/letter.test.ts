import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userFailureLetter } from '#tasks/core/mail/failure-letters.ts';
import { escapeHtml, render } from '#tasks/core/mail/letter.ts';
import { adminSuccessLetter, userSuccessLetter } from '#tasks/core/mail/success-letters.ts';
import { reconstructionAnswer } from '../support/sessions.ts';

const facts = {
  sessionId: 'session-1',
  jobId: 'gen3d-1',
  userId: 'user-1',
  meshStats: reconstructionAnswer.mesh_stats,
  model: reconstructionAnswer.model,
  downloadUrl: 'https://api.example.com/prod/download/k1.job.1.sig?a=1&b=2',
  ticketSeconds: 86_400,
  siteUrl: 'https://gen3d.example.com',
  completedAt: '2026-01-02T03:04:05.000Z',
};

describe('a letter', () => {
  it('says the same as text and as HTML', () => {
    const { text, html } = render(userSuccessLetter('Ready', facts));

    for (const said of [
      '12,345',
      '0.50 MB',
      '2026-01-02 03:04 UTC',
      'session-1',
      '24 hours',
      'preview (1)',
    ]) {
      expect(text).toContain(said);
      expect(html).toContain(said);
    }
    expect(text).toContain(facts.downloadUrl);
    expect(html).toContain(escapeHtml(facts.downloadUrl));
  });

  it('calls only a preview a preview', () => {
    const real = { ...facts, model: { name: 'sam-3d-objects', revision: 'f91db411', preview: false } };

    expect(render(userSuccessLetter('Ready', facts)).text).toContain('This is a preview');
    expect(render(adminSuccessLetter(facts)).text).toContain('This is a preview');
    expect(render(userSuccessLetter('Ready', real)).text).not.toContain('preview');
  });

  it.each([
    [1_800, '30 minutes'],
    [7_200, '2 hours'],
    [172_800, '2 days'],
  ])('says how long the link works: %i s', (ticketSeconds, words) => {
    expect(render(userSuccessLetter('Ready', { ...facts, ticketSeconds })).text).toContain(words);
  });

  it('cannot be given another header by its subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tail) => {
        const { subject } = render(userSuccessLetter(`Ready\r\nBcc: all@example.com${tail}`, facts));

        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
        expect(subject).not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
    );
  });

  it('shows text that came from outside as text, never as HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const reason = { code: 'X', message: `<script>${message}"'&` };
        const { html } = render(userFailureLetter('Failed', { ...facts, reason, state: undefined }));

        expect(html).not.toContain('<script>');
        expect(html).toContain(escapeHtml(reason.message));
        expect(escapeHtml(reason.message)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});
