import { useDeferredValue, useEffect, useRef } from 'react';
import type { Candidate } from '#client/mask/index.ts';
import { Spinner } from '#web/ui/loading.tsx';
import { drawThumbnail } from '../canvas/draw-thumbnail.ts';
import type { Picture } from '../canvas/photo.ts';
import { chosenOf } from '../model/compose.ts';
import { useDelayed } from '../state/use-delayed.ts';
import styles from './suggestions.module.css';

/** A spinner appears only after this time, because animating it slows down short decodes. */
const slowMs = 150;
const names = ['Small', 'Medium', 'Large'];

interface SuggestionsProps {
  readonly candidates: readonly Candidate[];
  readonly choice: number | undefined;
  readonly picture: Picture;
  readonly busy: boolean;
  readonly onChoose: (choice: number) => void;
}

/** Offers the masks that fit the clicks. */
export function Suggestions({ candidates: newest, choice, picture, busy, onChoose }: SuggestionsProps) {
  // The mask on the photo is more urgent than this list, so the list renders later.
  const candidates = useDeferredValue(newest);
  const isSlow = useDelayed(busy, slowMs);
  const chosen = chosenOf(candidates, choice);
  if (candidates.length < 2)
    return (
      <p className={styles.none}>
        {isSlow ? (
          <>
            <Spinner /> Finding the object…
          </>
        ) : candidates.length === 1 ? (
          'Add clicks or brush strokes to refine the selection.'
        ) : (
          'Click the object to see suggestions.'
        )}
      </p>
    );
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>Which selection fits?</legend>
      {candidates.map((candidate, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: candidates have no identity but their index
          key={index}
          type="button"
          className={styles.suggestion}
          aria-pressed={candidate === chosen}
          onClick={() => onChoose(index)}
        >
          <Thumbnail candidate={candidate} picture={picture} />
          {names[index] ?? `Option ${index + 1}`}
        </button>
      ))}
    </fieldset>
  );
}

function Thumbnail({ candidate, picture }: { candidate: Candidate; picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) drawThumbnail(canvas.current, candidate.mask, picture);
  }, [candidate, picture]);
  return <canvas ref={canvas} className={styles.thumbnail} />;
}
