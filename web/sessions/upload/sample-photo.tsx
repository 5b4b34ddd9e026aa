import { useState } from 'react';
import { problemOf } from '#web/api/problem.ts';
import { Button } from '#web/ui/button.tsx';
// The cup of `local/sample`, as JPEG: public domain (CC0).
import cup from './cup.jpg';
import styles from './sample-photo.module.css';

/** For those who only want to see what happens. */
export function SamplePhoto({ onChoose }: { onChoose: (file: Blob) => void }) {
  const [problem, setProblem] = useState<string>();
  const choose = async () => {
    try {
      const response = await fetch(cup);
      onChoose(new File([await response.blob()], 'cup.jpg', { type: 'image/jpeg' }));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className={styles.sample}>
      <span>No photo at hand?</span>
      <Button kind="quiet" onClick={() => void choose()} className={styles.button}>
        <img src={cup} alt="" width={48} height={32} />
        Try it with this cup
      </Button>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </div>
  );
}
