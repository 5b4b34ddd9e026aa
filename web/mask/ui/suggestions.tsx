import { useDeferredValue, useEffect, useRef } from 'react';
import type { Candidate } from '#client/mask/index.ts';
import { Spinner } from '#web/ui/loading.tsx';
import { drawThumbnail } from '../canvas/draw-thumbnail.ts';
import type { Picture } from '../canvas/photo.ts';
import { chosenOf } from '../model/compose.ts';
import { useLasting } from '../state/use-lasting.ts';
import styles from './suggestions.module.css';

/** A decode is told of when it takes longer; turning a spinner would slow the others down. */
const slowMs = 150;
const names = ['Small', 'Medium', 'Large'];

interface SuggestionsProps {
  readonly candidates: readonly Candidate[];
  readonly choice: number | undefined;
  readonly picture: Picture;
  readonly busy: boolean;
  readonly onChoose: (choice: number) => void;
}

/** The masks that one click may mean, to choose from. */
export function Suggestions({ candidates: newest, choice, picture, busy, onChoose }: SuggestionsProps) {
  // The mask on the photo comes first, this list in a rendering of its own.
  const candidates = useDeferredValue(newest);
  const isSlow = useLasting(busy, slowMs);
  const chosen = chosenOf(candidates, choice);
  if (candidates.length < 2)
    return (
      <p className={styles.none}>
        {isSlow ? (
          <>
            <Spinner /> Looking for the object …
          </>
        ) : candidates.length === 1 ? (
          'Every further click or stroke improves the selection.'
        ) : (
          'After your first click, choose here how much belongs to the object.'
        )}
      </p>
    );
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>How much belongs to it?</legend>
      {candidates.map((candidate, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: they have a place, and nothing else that stays
          key={index}
          type="button"
          className={styles.suggestion}
          aria-pressed={candidate === chosen}
          onClick={() => onChoose(index)}
        >
          <Thumbnail candidate={candidate} picture={picture} />
          {names[index] ?? `Number ${index + 1}`}
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
