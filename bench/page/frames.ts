import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';

/** An event of Chromium's trace about input, marks or frames; times in microseconds. */
const TraceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  id: z.unknown().optional(),
  args: z.object({ data: z.object({ type: z.string().optional() }).optional() }).optional(),
});
type TraceEvent = z.infer<typeof TraceEvent>;
const Trace = z.object({ traceEvents: z.array(z.unknown()) });

/**
 * Measures, for every performance mark of that name while `act` runs, the milliseconds from the mouse press to the
 * presentation of the frame that shows the result.
 * @throws Error when the trace lacks the press or the frame
 */
export async function pressToFrame(
  browser: Browser,
  page: Page,
  mark: string,
  act: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  await act();
  const trace = Trace.parse(JSON.parse((await browser.stopTracing()).toString()));
  const events = trace.traceEvents.flatMap((event) => TraceEvent.safeParse(event).data ?? []);
  events.sort((a, b) => a.ts - b.ts);
  const presses = events.filter(
    ({ name, ph, args }) => name === 'EventTiming' && ph === 'b' && args?.data?.type === 'pointerdown',
  );
  const marks = events.filter(({ name }) => name === mark);
  return marks.map(({ ts }) => {
    const press = presses.findLast((event) => event.ts < ts);
    if (!press) throw new Error(`The trace has no press before the mark ${mark}.`);
    return (presentationAfter(events, ts) - press.ts) / 1000;
  });
}

/** When the next frame after `time` was presented. The trace links a frame's start and presentation by id. */
function presentationAfter(events: readonly TraceEvent[], time: number): number {
  const rendering = events.find(
    ({ name, ph, ts }) => name === 'AnimationFrame::Render' && ph === 'b' && ts >= time,
  );
  const begin = events.findLast(
    ({ name, ph, ts }) => name === 'AnimationFrame' && ph === 's' && ts <= (rendering?.ts ?? 0),
  );
  const presented = events.find(
    ({ name, ph, id }) => name === 'AnimationFrame' && ph === 'f' && id === begin?.id,
  );
  if (!presented) throw new Error('The trace has no presentation of the frame.');
  return presented.ts;
}
