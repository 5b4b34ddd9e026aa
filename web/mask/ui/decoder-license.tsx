import type { Preparation } from '../state/use-mask-worker.ts';
import styles from './decoder-license.module.css';

/** Links the license of SAM, whose decoder runs in this page. Its terms ask for a copy beside the decoder. */
export function DecoderLicense({ preparation }: { preparation: Preparation }) {
  if (preparation.phase !== 'ready' || preparation.license === undefined) return null;
  return (
    <p className={styles.license}>
      SAM 3 by Meta finds the object.{' '}
      <a href={preparation.license} target="_blank" rel="noreferrer">
        SAM License
      </a>
    </p>
  );
}
