import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userFailureEmail } from '#tasks/core/email/failure-templates.ts';
import { adminSuccessEmail, userSuccessEmail } from '#tasks/core/email/success-templates.ts';
import { escapeHtml, render } from '#tasks/core/email/template.ts';
import { reconstructionAnswer } from '../../support/sessions.ts';

const facts = {
  sessionId: 'session-1',
  jobId: 'gen3d-1',
  userId: 'user-1',
  meshStats: reconstructionAnswer.mesh_stats,
  model: reconstructionAnswer.model,
  downloadUrl: 'https://api.example.com/prod/download/k1.job.1.sig?a=1&b=2',
  downloadTokenSeconds: 86_400,
  siteUrl: 'https://gen3d.example.com',
  completedAt: '2026-01-02T03:04:05.000Z',
};

describe('an email template', () => {
  it('has the same content as text and as HTML', () => {
    const { text, html } = render(userSuccessEmail('Ready', facts));

    for (const expected of [
      '12,345 vertices, 24,686 triangles',
      '0.50 MB',
      '2026-01-02 03:04 UTC',
      'session-1',
      '24 hours',
      'preview (1)',
    ]) {
      expect(text).toContain(expected);
      expect(html).toContain(expected);
    }
    expect(text).toContain(facts.downloadUrl);
    expect(html).toContain(escapeHtml(facts.downloadUrl));
  });

  it('labels only a preview model as a preview', () => {
    const real = { ...facts, model: { name: 'sam-3d-objects', revision: 'f91db411', preview: false } };

    expect(render(userSuccessEmail('Ready', facts)).text).toContain('Preview: made by');
    expect(render(adminSuccessEmail(facts)).text).toContain('Preview: made by');
    expect(render(userSuccessEmail('Ready', real)).text).not.toContain('preview');
  });

  it.each([
    ['OutOfMemory', true],
    ['PhotoTooSmall', false],
    ['ImageUnreadable', false],
  ])('offers the saved photo again unless the photo is at fault: %s', (code, offered) => {
    const reason = { code, message: 'Something is wrong.' };
    const { text } = render(userFailureEmail('Failed', { ...facts, reason, state: undefined }));

    expect(text.includes('Your photo is saved')).toBe(offered);
  });

  it.each([
    [1_800, '30 minutes'],
    [7_200, '2 hours'],
    [172_800, '2 days'],
  ])('says how long the link works: %i s', (downloadTokenSeconds, words) => {
    expect(render(userSuccessEmail('Ready', { ...facts, downloadTokenSeconds })).text).toContain(words);
  });

  it('allows no header injection through its subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tail) => {
        const { subject } = render(userSuccessEmail(`Ready\r\nBcc: all@example.com${tail}`, facts));

        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
        expect(subject).not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
    );
  });

  it('escapes foreign text in HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const reason = { code: 'X', message: `<script>${message}"'&` };
        const { html } = render(userFailureEmail('Failed', { ...facts, reason, state: undefined }));

        expect(html).not.toContain('<script>');
        expect(html).toContain(escapeHtml(reason.message));
        expect(escapeHtml(reason.message)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});
